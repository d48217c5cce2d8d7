package io.kehu.local.command;

import io.kehu.local.suite.KehuException;
import io.kehu.local.suite.Part;
import io.kehu.local.suite.Settings;
import io.kehu.local.suite.Suite;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kehu logs NAME} */
@Command(name = "logs", description = "Show a part's log. 查看日志。")
public final class LogsCommand implements Callable<Integer> {

    private static final long FOLLOW_PAUSE_MS = 300;

    @Parameters(paramLabel = "NAME", description = "A part, as kehu status lists them.")
    private String name = "";

    @Option(
            names = {"-n", "--lines"},
            defaultValue = "50",
            description = "Last lines to show.")
    private int lines;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on showing new lines until Ctrl-C.")
    private boolean follow;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Settings settings = Settings.load();
        Part part = new Suite(settings).part(name);
        Path log =
                switch (part.name()) {
                    case "postgres" -> settings.layout().postgres().resolve("postgres.log");
                    case "rabbitmq" -> settings.layout().rabbit().resolve("rabbitmq.log");
                    default -> settings.layout().log(name);
                };
        if (!Files.exists(log)) {
            throw new KehuException(name + " has not logged anything yet; start it with ./kehu up.");
        }
        List<String> all = Files.readString(log, StandardCharsets.UTF_8).lines().toList();
        all.subList(Math.max(0, all.size() - lines), all.size()).forEach(System.out::println);
        if (follow) {
            follow(log);
        }
        return 0;
    }

    private static void follow(Path log) throws IOException, InterruptedException {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            file.seek(file.length());
            byte[] buffer = new byte[8192];
            while (true) {
                int read = file.read(buffer);
                if (read > 0) {
                    System.out.write(buffer, 0, read);
                    System.out.flush();
                } else {
                    Thread.sleep(FOLLOW_PAUSE_MS);
                }
            }
        }
    }
}
