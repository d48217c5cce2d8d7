package io.kehu.local.command;

import io.kehu.local.suite.Build;
import io.kehu.local.suite.Checks;
import io.kehu.local.suite.Progress;
import io.kehu.local.suite.RunLock;
import io.kehu.local.suite.Settings;
import io.kehu.local.suite.Suite;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code kehu up} */
@Command(name = "up", description = "Start everything, building first where needed; returns when all is ready. 启动全部服务。")
public final class UpCommand implements Callable<Integer> {

    @Option(names = "--no-build", description = "Use the jars as they are.")
    private boolean noBuild;

    @Override
    public Integer call() {
        Settings settings = Settings.load();
        try (RunLock lock = RunLock.take(settings.layout())) {
            Suite suite = new Suite(settings);
            Progress progress = new Progress(System.out);
            new Checks(suite).beforeUp();
            Build build = new Build(settings.layout());
            if (!noBuild && build.isNeeded(Suite.serviceNames())) {
                Progress.Step step = progress.begin("build");
                build.run(step);
                step.done("built");
            }
            suite.up(progress);
            System.out.println();
            new Overview(suite).print(System.out);
        }
        return 0;
    }
}
