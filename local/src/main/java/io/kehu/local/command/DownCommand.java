package io.kehu.local.command;

import io.kehu.local.suite.Progress;
import io.kehu.local.suite.RunLock;
import io.kehu.local.suite.Settings;
import io.kehu.local.suite.Suite;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code kehu down} */
@Command(name = "down", description = "Stop everything; the data stays. 停止全部服务，保留数据。")
public final class DownCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        Settings settings = Settings.load();
        try (RunLock lock = RunLock.take(settings.layout())) {
            new Suite(settings).down(new Progress(System.out));
        }
        return 0;
    }
}
