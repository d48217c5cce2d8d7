package io.kehu.notification.support;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.kehu.servers.Ports;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.util.Arrays;
import java.util.List;

/** A real SMTP server that keeps what it gets, can be stopped, and comes back on the same port. */
public final class MailServer {

    private final int port = Ports.findFree();
    private GreenMail greenMail = start(port);

    public int port() {
        return port;
    }

    public void stop() {
        greenMail.stop();
    }

    /** Empty, as a server that lost its memory. */
    public void restart() {
        greenMail = start(port);
    }

    /** What arrived for one message, all attempts together. */
    public List<MimeMessage> received(Object message) {
        return Arrays.stream(greenMail.getReceivedMessages())
                .filter(mail -> messageId(mail).contains(message.toString()))
                .toList();
    }

    private static String messageId(MimeMessage mail) {
        try {
            return mail.getMessageID();
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static GreenMail start(int port) {
        GreenMail server = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.start();
        return server;
    }
}
