package io.kehu.local.suite;

import io.kehu.local.mail.MailSink;
import io.kehu.servers.Ports;
import io.kehu.servers.ServerProcess;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The local mail sink. */
public final class MailPart extends ProcessPart {

    public MailPart(Settings settings) {
        super(settings, Duration.ofSeconds(30));
    }

    @Override
    public String name() {
        return "mail";
    }

    @Override
    ServerProcess.Spec prepare(Progress.Step step) {
        Layout layout = settings().layout();
        List<String> command = List.of(
                JavaHome.java(),
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                MailSink.class.getName(),
                layout.mail().toString(),
                Integer.toString(settings().ports().port("smtp")),
                Integer.toString(settings().ports().port("inbox")));
        return new ServerProcess.Spec(
                name(), command, Map.of(), layout.repository(), layout.log(name()), layout.pidFile(name()));
    }

    @Override
    public boolean isReady() {
        return Http.isOk(address() + "/api/count")
                && Ports.answers(settings().ports().port("smtp"));
    }

    @Override
    public @Nullable String address() {
        return settings().ports().url("inbox");
    }
}
