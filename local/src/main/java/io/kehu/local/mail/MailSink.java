package io.kehu.local.mail;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.subethamail.smtp.server.SMTPServer;

/** Takes every mail the local suite sends, keeps it as a file and shows it in the browser. Nothing leaves the machine. */
public final class MailSink {

    private MailSink() {}

    /** @param arguments folder, SMTP port, HTTP port */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Mailbox mailbox = new Mailbox(Path.of(arguments[0]));
        SMTPServer smtp = SMTPServer.port(Integer.parseInt(arguments[1]))
                .bindAddress(InetAddress.getLoopbackAddress())
                .softwareName("Kehu mail sink")
                .messageHandler((context, from, to, data) -> mailbox.keep(data))
                .maxConnections(200)
                .build();
        smtp.start();
        HttpServer http = HttpServer.create(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[2])), 0);
        http.createContext("/", new InboxPage(mailbox));
        http.start();
        CountDownLatch end = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            smtp.stop();
            http.stop(0);
            end.countDown();
        }));
        end.await();
    }
}
