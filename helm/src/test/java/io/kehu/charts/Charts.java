package io.kehu.charts;

import com.marcnuri.helm.DryRun;
import com.marcnuri.helm.Helm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The charts with their dependencies in place. The library behind leaves hooks out of what it renders, so there is a second copy in which
 * hooks carry another annotation and come out as ordinary objects.
 */
final class Charts {

    static final Path HELM = Path.of("").toAbsolutePath();
    static final Path REPOSITORY = HELM.getParent();

    /** In place of {@code helm.sh/hook} in the second copy. */
    static final String SHOWN_HOOK = "shown.kehu.io/hook";

    static final List<String> SERVICES = List.copyOf(ServiceMap.load().keySet());
    static final String LIBRARY = "kehu-lib";
    static final String PLATFORM = "kehu-platform";
    static final String SUITE = "kehu-suite";

    private static final String RELEASE = "kehu";
    private static final String NAMESPACE = "kehu";
    private static final String KUBERNETES = "1.34.0";

    private Charts() {}

    /** Prepared once, because packing the dependencies costs more than rendering. */
    private static final class Prepared {
        static final Path PLAIN = prepare("plain", text -> text);
        static final Path SHOWN = prepare("shown", text -> text.replace("helm.sh/hook", SHOWN_HOOK));
        static final Path NEXT = prepare(
                "next",
                text -> text.replace("helm.sh/hook", SHOWN_HOOK)
                        .replace("ersion: 0.1.0", "ersion: 0.2.0")
                        .replace("~0.1", "~0.2"));
    }

    /** Everything that would reach the cluster, hooks and tests too. */
    static Rendering render(String chart, Values values) {
        return new Rendering(KubeObject.parse(template(Prepared.SHOWN.resolve(chart), values)));
    }

    /** The same charts as a version later. */
    static Rendering renderNext(String chart, Values values) {
        return new Rendering(KubeObject.parse(template(Prepared.NEXT.resolve(chart), values)));
    }

    /** Only what Helm itself takes for objects of the release. */
    static Rendering renderWithoutHooks(String chart, Values values) {
        return new Rendering(KubeObject.parse(template(Prepared.PLAIN.resolve(chart), values)));
    }

    /** What Helm says after an installation. */
    static String notes(String chart, Values values) {
        return withFile(
                values,
                file -> new Helm(Prepared.PLAIN.resolve(chart))
                        .install()
                        .withName(RELEASE)
                        .withNamespace(NAMESPACE)
                        .withKubeVersion(KUBERNETES)
                        .dryRun()
                        .clientOnly()
                        .withDryRunOption(DryRun.CLIENT)
                        .withValuesFile(file)
                        .call()
                        .getOutput());
    }

    /** What Helm's strict lint has to say. */
    static List<String> lint(String chart) {
        return new Helm(Prepared.PLAIN.resolve(chart)).lint().strict().call().getMessages();
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String template(Path chart, Values values) {
        return withFile(
                values,
                file -> new Helm(chart)
                        .template()
                        .withName(RELEASE)
                        .withNamespace(NAMESPACE)
                        .withKubeVersion(KUBERNETES)
                        .withValuesFile(file)
                        .call());
    }

    private static String withFile(Values values, Function<Path, String> work) {
        try {
            Path file = Files.createTempFile("values", ".yaml");
            try {
                Files.writeString(file, values.toYaml());
                return work.apply(file);
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path prepare(String name, UnaryOperator<String> change) {
        Path target = HELM.resolve("target/charts").resolve(name);
        List<String> charts = Stream.of(Stream.of(LIBRARY), SERVICES.stream(), Stream.of(PLATFORM, SUITE))
                .flatMap(names -> names)
                .toList();
        try {
            delete(target);
            for (String chart : charts) {
                copy(HELM.resolve(chart), target.resolve(chart), change);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // The suite comes last: it packs the services as they lie there, with their own dependencies.
        charts.stream()
                .filter(chart -> !chart.equals(LIBRARY))
                .forEach(chart ->
                        new Helm(target.resolve(chart)).dependency().update().call());
        return target;
    }

    private static void copy(Path source, Path target, UnaryOperator<String> change) throws IOException {
        List<Path> files;
        try (Stream<Path> paths = Files.walk(source)) {
            files = paths.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().endsWith(".tgz"))
                    .toList();
        }
        for (Path file : files) {
            Path copy = target.resolve(source.relativize(file).toString());
            Files.createDirectories(copy.getParent());
            Files.writeString(copy, change.apply(Files.readString(file, StandardCharsets.UTF_8)));
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> paths = Files.walk(folder)) {
                for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
