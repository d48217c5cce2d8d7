package io.kehu.notification.provider;

import io.kehu.notification.Channel;
import io.kehu.notification.NotificationProperties;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.UUID;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.stereotype.Component;

/**
 * Mail by SMTP, to the server of Spring's {@code spring.mail}. SMTP cannot be asked afterwards: when the answer to a mail's content is lost,
 * nobody knows whether it was taken, and it is not sent again.
 */
@Component
class SmtpProvider implements Provider {

    private final JavaMailSenderImpl sender;
    private final InternetAddress from;
    private final String domain;
    private final Clock clock;

    SmtpProvider(JavaMailSenderImpl sender, NotificationProperties properties, Clock clock) {
        this.sender = sender;
        this.from = sender(properties.mail().from());
        this.domain = properties.mail().domain();
        this.clock = clock;
    }

    @Override
    public String name() {
        return "smtp";
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(Channel.EMAIL, false, false);
    }

    /** The Message-ID. */
    @Override
    public String requestRef(UUID message, int n) {
        return "<" + message + "." + n + "@" + domain + ">";
    }

    @Override
    public Session open() {
        try {
            return SmtpSession.open(sender, from, clock);
        } catch (MessagingException e) {
            throw new ProviderAwayException(name(), e);
        }
    }

    private static InternetAddress sender(String text) {
        try {
            InternetAddress[] addresses = InternetAddress.parse(text, true);
            if (addresses.length == 1) {
                addresses[0].setPersonal(addresses[0].getPersonal(), StandardCharsets.UTF_8.name());
                return addresses[0];
            }
        } catch (AddressException | java.io.UnsupportedEncodingException e) {
            throw new IllegalStateException("kehu.notification.mail.from is not a mail address.", e);
        }
        throw new IllegalStateException("kehu.notification.mail.from names one sender.");
    }
}
