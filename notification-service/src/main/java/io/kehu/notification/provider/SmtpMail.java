package io.kehu.notification.provider;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/** A mail with a Message-ID of ours, that knows whether the server has begun to take it in. */
final class SmtpMail extends MimeMessage {

    private static final String UTF_8 = "UTF-8";

    private final String messageId;
    private boolean contentBegun;

    private SmtpMail(Session session, String messageId) {
        super(session);
        this.messageId = messageId;
    }

    /** @throws MessagingException when it cannot become a mail; nothing has been sent then */
    static SmtpMail of(Session session, Outgoing message, InternetAddress from, Instant now) throws MessagingException {
        SmtpMail mail = new SmtpMail(session, message.requestRef());
        mail.setFrom(from);
        mail.setRecipient(Message.RecipientType.TO, new InternetAddress(message.address(), true));
        mail.setSubject(message.subject(), UTF_8);
        mail.setSentDate(Date.from(now));
        mail.setHeader("Content-Language", message.language());
        // Keeps holiday answers and other robots from answering (RFC 3834).
        mail.setHeader("Auto-Submitted", "auto-generated");
        mail.fill(message.text(), message.html());
        mail.saveChanges();
        return mail;
    }

    /** Whether the server has agreed to take the content; from then on only its answer can tell what became of the mail. */
    boolean contentBegun() {
        return contentBegun;
    }

    @Override
    public void writeTo(OutputStream stream, String @Nullable [] ignored) throws IOException, MessagingException {
        contentBegun = true;
        super.writeTo(stream, ignored);
    }

    @Override
    protected void updateMessageID() throws MessagingException {
        setHeader("Message-ID", messageId);
    }

    private void fill(String text, @Nullable String html) throws MessagingException {
        if (html == null) {
            setText(text, UTF_8);
            return;
        }
        MimeBodyPart textPart = new MimeBodyPart();
        textPart.setText(text, UTF_8);
        MimeBodyPart htmlPart = new MimeBodyPart();
        htmlPart.setText(html, UTF_8, "html");
        setContent(new MimeMultipart("alternative", textPart, htmlPart));
    }
}
