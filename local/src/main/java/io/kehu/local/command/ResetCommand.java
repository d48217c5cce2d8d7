package io.kehu.local.command;

import io.kehu.local.suite.Progress;
import io.kehu.local.suite.RunLock;
import io.kehu.local.suite.Settings;
import io.kehu.local.suite.Suite;
import java.io.Console;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code kehu reset} */
@Command(name = "reset", description = "Stop everything and delete all local data. 停止并删除全部本地数据。")
public final class ResetCommand implements Callable<Integer> {

    private static final int NOT_DONE = 2;

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    @Override
    public Integer call() throws IOException {
        Settings settings = Settings.load();
        if (!yes && !confirmed(settings)) {
            System.err.println("kehu: nothing was deleted. Say --yes to reset without a question.");
            return NOT_DONE;
        }
        try (RunLock lock = RunLock.take(settings.layout())) {
            new Suite(settings).down(new Progress(System.out));
            settings.layout().deleteData();
        }
        System.out.println("All local data is gone; the next ./kehu up starts empty.");
        return 0;
    }

    private static boolean confirmed(Settings settings) {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        String answer = console.readLine(
                "Delete all data in %s? Type reset to go on: ",
                settings.layout().home());
        return "reset".equals(answer);
    }
}
