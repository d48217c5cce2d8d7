package io.kehu.charts;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.http.server.observation.DefaultServerRequestObservationConvention;

/**
 * The names under which a service's meters appear at {@code /actuator/prometheus}: every meter the code registers, and those of Spring and
 * Micrometer that alerts use, made by their own classes.
 */
final class Metrics {

    private static final Pattern METER =
            Pattern.compile("meters?(?:Registry)?\\s*\\.(counter|gauge|timer|summary)\\(\\s*\"([a-z.]+)\"");
    private static final Pattern BUILDER =
            Pattern.compile("(Counter|Gauge|Timer|DistributionSummary)\\s*\\.builder\\(\\s*\"([a-z.]+)\"");

    private Metrics() {}

    static SortedSet<String> exposed() {
        PrometheusMeterRegistry registry =
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, new PrometheusRegistry(), Clock.SYSTEM);
        new UptimeMetrics().bindTo(registry);
        String requests = new DefaultServerRequestObservationConvention().getName();
        registry.timer(String.valueOf(requests));
        try (Stream<Path> files = Files.walk(Charts.REPOSITORY)) {
            files.filter(file -> file.toString().endsWith(".java")
                            && file.toString().contains("/src/main/java/")
                            && !file.toString().contains("/target/"))
                    .map(Charts::read)
                    .forEach(source -> Stream.of(METER, BUILDER)
                            .flatMap(pattern -> pattern.matcher(source).results())
                            .forEach(meter -> register(registry, meter)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        SortedSet<String> names = new TreeSet<>();
        registry.scrape()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .forEach(line -> names.add(line.split("[{ ]")[0]));
        return names;
    }

    private static void register(PrometheusMeterRegistry registry, MatchResult meter) {
        String name = meter.group(2);
        switch (meter.group(1)) {
            case "counter", "Counter" -> registry.counter(name);
            case "gauge", "Gauge" -> registry.gauge(name, 0);
            case "timer", "Timer" -> registry.timer(name);
            default -> registry.summary(name);
        }
    }
}
