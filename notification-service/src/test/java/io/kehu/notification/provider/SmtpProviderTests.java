package io.kehu.notification.provider;

import static io.kehu.notification.support.ScriptedSmtp.HANG_UP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kehu.notification.NotificationProperties;
import io.kehu.notification.provider.Outcome.ErrorClass;
import io.kehu.notification.provider.Outcome.NotOffered;
import io.kehu.notification.provider.Outcome.Refused;
import io.kehu.notification.provider.Outcome.Taken;
import io.kehu.notification.provider.Outcome.Unclear;
import io.kehu.notification.support.ScriptedSmtp;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Properties;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/** Mail to a server that behaves as badly as the test wants. */
class SmtpProviderTests {

    private final ScriptedSmtp server = new ScriptedSmtp();
    private final SmtpProvider provider = provider(server.port());

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aMailCarriesOurIdBothTextsAndTheMarkOfAMachine() throws Exception {
        assertThat(send("z@x.example", "您获得了 5 积分", "文本", "<p>文本</p>")).isEqualTo(new Taken("4711ABC"));

        MimeMessage mail = onlyMail();
        assertThat(mail.getMessageID()).matches("<[0-9a-f-]{36}\\.1@kehu\\.example>");
        assertThat(mail.getSubject()).isEqualTo("您获得了 5 积分");
        assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(mail.getHeader("Content-Language")).containsExactly("zh-CN");
        assertThat(mail.getHeader("From")).containsExactly("Kehu <no-reply@kehu.example>");
        assertThat(mail.getContent()).isInstanceOfSatisfying(MimeMultipart.class, parts -> {
            try {
                assertThat(parts.getContentType()).startsWith("multipart/alternative");
                assertThat(parts.getBodyPart(0).getContent()).isEqualTo("文本");
                assertThat(parts.getBodyPart(1).getContent()).isEqualTo("<p>文本</p>");
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    void aTextWithoutHtmlIsAPlainMail() throws Exception {
        assertThat(send("z@x.example", "Hello", "only text", null)).isInstanceOf(Taken.class);

        assertThat(onlyMail().isMimeType("text/plain")).isTrue();
    }

    @Test
    void aLineBreakInASubjectStartsNoHeader() throws Exception {
        send("z@x.example", "Hi\r\nBcc: everybody@x.example\r\n\r\nbody", "text", null);

        MimeMessage mail = onlyMail();
        assertThat(mail.getHeader("Bcc")).isNull();
        assertThat(server.delivered().getFirst()).doesNotContain("\nBcc:");
    }

    @ParameterizedTest
    @CsvSource({
        "550 5.1.1 <z@x.example> no such user, DEAD_ADDRESS, 550 5.1.1",
        "550 5.1.10 null MX, DEAD_ADDRESS, 550 5.1.10",
        "550 5.7.1 relaying denied for z@x.example, BAD_ADDRESS, 550 5.7.1",
        "550 no such user, BAD_ADDRESS, 550",
        "552 5.2.2 mailbox full, BAD_ADDRESS, 552 5.2.2",
        "450 4.2.0 greylisted, RETRY, 450 4.2.0",
        "451 try later, RETRY, 451",
        "421 shutting down, RETRY, 421",
        "530 5.7.0 authenticate first, RETRY, 530 5.7.0",
        "hang up, RETRY, connection"
    })
    void whatTheServerSaysToARecipientDecides(String answer, ErrorClass expected, String code) {
        server.answering("RCPT", answer);

        assertThat(send("z@x.example", "s", "t", null)).isEqualTo(new Refused(expected, code));
        assertThat(server.delivered()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "MAIL, 550 5.7.1 not you, RETRY, 550 5.7.1",
        "MAIL, 554 5.7.1 blocked, RETRY, 554 5.7.1",
        "MAIL, hang up, RETRY, connection",
        "DATA, 451 4.3.0 later, RETRY, 451 4.3.0",
        "DATA, 554 5.5.1 no, BAD_CONTENT, 554 5.5.1",
        "DATA, hang up, RETRY, connection",
        "., 452 4.3.1 disk full, RETRY, 452 4.3.1",
        "., 554 5.7.1 spam, BAD_CONTENT, 554 5.7.1"
    })
    void aRefusalAtAnyOtherPointIsDefinite(String command, String answer, ErrorClass expected, String code) {
        server.answering(command, answer);

        assertThat(send("z@x.example", "s", "t", null)).isEqualTo(new Refused(expected, code));
        assertThat(server.delivered()).isEmpty();
    }

    @Test
    void whenTheAnswerToTheContentIsLostNobodyKnows() {
        server.answering(".", HANG_UP);

        assertThat(send("z@x.example", "s", "t", null)).isEqualTo(new Unclear("connection"));
        assertThat(server.delivered()).as("the server did take it").hasSize(1);
    }

    @Test
    void whenTheConnectionBreaksInsideTheContentNobodyIsSure() {
        server.answering("CONTENT", HANG_UP);

        assertThat(send("z@x.example", "s", "t".repeat(3_000_000), null)).isEqualTo(new Unclear("connection"));
    }

    @Test
    void oneBadRecipientDoesNotStandInTheWayOfTheOthersOnOneConnection() {
        server.answering("RCPT TO:<bad@", "550 5.1.1 no");
        try (Provider.Session session = provider.open()) {
            assertThat(session.send(mail("a@x.example"))).isInstanceOf(Taken.class);
            assertThat(session.send(mail("bad@x.example"))).isInstanceOf(Refused.class);
            assertThat(session.send(mail("b@x.example"))).isInstanceOf(Taken.class);
        }

        assertThat(server.delivered()).hasSize(2);
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void aServerThatHangsUpIsCalledAgainOnce() {
        server.answering("RCPT TO:<fatal@", HANG_UP);
        try (Provider.Session session = provider.open()) {
            assertThat(session.send(mail("fatal@x.example"))).isInstanceOf(Refused.class);
            assertThat(session.send(mail("a@x.example"))).isInstanceOf(Taken.class);
            assertThat(session.send(mail("fatal@x.example"))).isInstanceOf(Refused.class);
            assertThat(session.send(mail("b@x.example"))).isInstanceOf(NotOffered.class);
        }

        assertThat(server.delivered()).hasSize(1);
        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void aServerThatIsAwayOrDoesNotLetUsInIsAway() {
        server.answering("CONNECT", "554 go away");
        assertThatThrownBy(provider::open)
                .isInstanceOf(ProviderAwayException.class)
                .hasMessageMatching("smtp is away: \\w+");

        server.close();
        assertThatThrownBy(provider::open).isInstanceOf(ProviderAwayException.class);
    }

    @Test
    void anAddressThatIsNoneIsRefusedHere() {
        try (Provider.Session session = provider.open()) {
            assertThat(session.send(mail("a@x.example, b@x.example")))
                    .isEqualTo(new Refused(ErrorClass.BAD_CONTENT, "mail"));
        }
        assertThat(server.delivered()).isEmpty();
    }

    private Outcome send(String address, String subject, String text, String html) {
        try (Provider.Session session = provider.open()) {
            String ref = provider.requestRef(UUID.randomUUID(), 1);
            return session.send(new Outgoing(ref, address, "zh-CN", subject, text, html));
        }
    }

    private Outgoing mail(String address) {
        return new Outgoing(provider.requestRef(UUID.randomUUID(), 1), address, "en", "subject", "text", null);
    }

    private MimeMessage onlyMail() throws Exception {
        assertThat(server.delivered()).hasSize(1);
        return new MimeMessage(
                Session.getInstance(new Properties()),
                new ByteArrayInputStream(server.delivered().getFirst().getBytes(StandardCharsets.UTF_8)));
    }

    private static SmtpProvider provider(int port) {
        JavaMailSenderImpl sender = new JavaMailSenderImpl();
        sender.setHost("127.0.0.1");
        sender.setPort(port);
        sender.getJavaMailProperties().put("mail.smtp.timeout", "5000");
        NotificationProperties properties = new Binder(new MapConfigurationPropertySource())
                .bindOrCreate("kehu.notification", NotificationProperties.class);
        return new SmtpProvider(sender, properties, Clock.systemUTC());
    }
}
