package io.kehu.local;

import io.kehu.local.command.BenchCommand;
import io.kehu.local.command.DemoCommand;
import io.kehu.local.command.DoctorCommand;
import io.kehu.local.command.DownCommand;
import io.kehu.local.command.LogsCommand;
import io.kehu.local.command.ResetCommand;
import io.kehu.local.command.StatusCommand;
import io.kehu.local.command.TestCommand;
import io.kehu.local.command.TokenCommand;
import io.kehu.local.command.UpCommand;
import io.kehu.local.suite.KehuException;
import io.kehu.servers.ServerFailedException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program behind the script {@code kehu}. */
@Command(
        name = "kehu",
        mixinStandardHelpOptions = true,
        version = "0.1.0",
        description = "Runs the whole customer suite on this machine. 在本机运行整套客户信息管理系统。",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            UpCommand.class,
            StatusCommand.class,
            LogsCommand.class,
            DownCommand.class,
            ResetCommand.class,
            DemoCommand.class,
            DoctorCommand.class,
            TestCommand.class,
            BenchCommand.class,
            TokenCommand.class,
        })
public final class Kehu {

    private static final int FAILED = 1;

    private Kehu() {}

    public static void main(String[] arguments) {
        CommandLine line = new CommandLine(new Kehu())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, command, parsed) -> explain(failure, command));
        System.exit(line.execute(arguments));
    }

    private static int explain(Exception failure, CommandLine command) throws Exception {
        if (failure instanceof KehuException || failure instanceof ServerFailedException) {
            command.getErr().println("kehu: " + failure.getMessage());
            return FAILED;
        }
        throw failure;
    }
}
