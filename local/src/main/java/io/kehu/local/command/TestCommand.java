package io.kehu.local.command;

import io.kehu.local.suite.KehuException;
import io.kehu.local.suite.Layout;
import io.kehu.local.suite.Maven;
import io.kehu.local.suite.Progress;
import io.kehu.local.suite.RabbitPart;
import io.kehu.local.suite.Settings;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code kehu test} */
@Command(name = "test", description = "Run all tests, or those of one service. 运行测试。")
public final class TestCommand implements Callable<Integer> {

    @Parameters(arity = "0..1", paramLabel = "SERVICE", description = "One service; all of the suite when missing.")
    private @Nullable String service;

    @Override
    public Integer call() {
        Settings settings = Settings.load();
        new RabbitPart(settings).installIfMissing(new Progress(System.out).begin("rabbitmq"));
        Maven maven = new Maven(settings.layout());
        String only = service;
        if (only == null) {
            return maven.run(List.of("verify"));
        }
        mustExist(settings.layout(), only);
        // What the service stands on is built, not tested again.
        List<String> prepare = new ArrayList<>(List.of("-q", "-DskipTests", "-pl", only, "-am", "install"));
        int prepared = maven.run(prepare);
        return prepared == 0 ? maven.run(List.of("-pl", only, "verify")) : prepared;
    }

    private static void mustExist(Layout layout, String service) {
        if (!Files.exists(layout.repository().resolve(service).resolve("pom.xml"))) {
            throw new KehuException("There is no service " + service + " in this checkout.");
        }
    }
}
