package io.kehu.notification.provider;

import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import java.time.Clock;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/** One SMTP connection for many mails, opened again once when the server hangs up in the middle. */
final class SmtpSession implements Provider.Session {

    private static final String BROKEN = "connection";

    private final JavaMailSenderImpl sender;
    private final InternetAddress from;
    private final Clock clock;
    private SMTPTransport transport;
    private boolean connected = true;
    private boolean reconnected;

    private SmtpSession(JavaMailSenderImpl sender, InternetAddress from, Clock clock, SMTPTransport transport) {
        this.sender = sender;
        this.from = from;
        this.clock = clock;
        this.transport = transport;
    }

    static SmtpSession open(JavaMailSenderImpl sender, InternetAddress from, Clock clock) throws MessagingException {
        return new SmtpSession(sender, from, clock, connect(sender));
    }

    @Override
    public Outcome send(Outgoing message) {
        if (!connected && !reconnect()) {
            return new Outcome.NotOffered(BROKEN);
        }
        SmtpMail mail;
        Address[] recipients;
        try {
            mail = SmtpMail.of(sender.getSession(), message, from, clock.instant());
            recipients = mail.getAllRecipients();
        } catch (MessagingException e) {
            return new Outcome.Refused(Outcome.ErrorClass.BAD_CONTENT, "mail");
        }
        try {
            transport.sendMessage(mail, recipients);
            return SmtpReplies.taken(transport.getLastServerResponse());
        } catch (MessagingException e) {
            Outcome outcome = SmtpReplies.failed(e, mail.contentBegun());
            connected = transport.isConnected();
            return outcome;
        }
    }

    @Override
    public void close() {
        try {
            transport.close();
        } catch (MessagingException e) {
            // Everything has been answered; a server that does not hear our farewell misses nothing.
            connected = false;
        }
    }

    private boolean reconnect() {
        if (reconnected) {
            return false;
        }
        reconnected = true;
        try {
            transport = connect(sender);
            connected = true;
        } catch (MessagingException e) {
            connected = false;
        }
        return connected;
    }

    private static SMTPTransport connect(JavaMailSenderImpl sender) throws MessagingException {
        String protocol = sender.getProtocol();
        SMTPTransport transport =
                (SMTPTransport) sender.getSession().getTransport(protocol == null ? "smtp" : protocol);
        transport.connect(sender.getHost(), sender.getPort(), sender.getUsername(), sender.getPassword());
        return transport;
    }
}
