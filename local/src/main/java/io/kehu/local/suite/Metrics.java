package io.kehu.local.suite;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a service says about itself, read once from its management port in the text form of Prometheus. */
public final class Metrics {

    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][\\w:]*)(\\{.*})? (\\S+)");
    private static final int OK = 200;

    private final List<Sample> samples;

    private Metrics(List<Sample> samples) {
        this.samples = samples;
    }

    /** @param labels as printed, in braces */
    private record Sample(String name, String labels, double value) {}

    /** @throws KehuException when the service does not answer */
    public static Metrics of(Settings settings, String service) {
        return at(settings.ports().url(service + "-management"));
    }

    /** @param management address of a management port */
    static Metrics at(String management) {
        String url = management + "/actuator/prometheus";
        try {
            HttpResponse<String> answer = Http.send(Http.request(url));
            if (answer.statusCode() != OK) {
                throw new IOException("status " + answer.statusCode());
            }
            return parse(answer.body());
        } catch (IOException e) {
            throw new KehuException(url + " does not answer. Run ./kehu up.", e);
        }
    }

    static Metrics parse(String text) {
        return new Metrics(text.lines()
                .map(SAMPLE::matcher)
                .filter(Matcher::matches)
                .map(sample -> new Sample(
                        sample.group(1), sample.group(2) == null ? "" : sample.group(2), number(sample.group(3))))
                .toList());
    }

    /**
     * Sums the samples of a name that carry all these labels; zero when there is none.
     *
     * @param labels such as {@code state="SENT"}
     */
    public double sum(String name, String... labels) {
        return samples.stream()
                .filter(sample ->
                        sample.name().equals(name) && List.of(labels).stream().allMatch(sample.labels()::contains))
                .mapToDouble(Sample::value)
                .sum();
    }

    /** Names of samples without a number: what measures them is broken. */
    public List<String> broken() {
        return samples.stream()
                .filter(sample -> Double.isNaN(sample.value()))
                .map(Sample::name)
                .distinct()
                .toList();
    }

    private static double number(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }
}
