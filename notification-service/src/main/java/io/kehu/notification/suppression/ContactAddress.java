package io.kehu.notification.suppression;

import io.kehu.notification.Channel;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.net.IDN;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An address that can be written to, and the form in which two spellings of it are one. Lives in memory only. */
public final class ContactAddress {

    private static final int LONGEST = 254;
    private static final Pattern LOCAL_PART = Pattern.compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}");
    private static final Pattern DOMAIN = Pattern.compile("[a-z0-9-]+(\\.[a-z0-9-]+)+");
    private static final Pattern PHONE_PUNCTUATION = Pattern.compile("[\\s().-]+");
    private static final Pattern E164 = Pattern.compile("\\+[1-9]\\d{6,14}");

    private final Channel channel;
    private final String value;
    private final String folded;

    private ContactAddress(Channel channel, String value, String folded) {
        this.channel = channel;
        this.value = value;
        this.folded = folded;
    }

    /** Empty when the channel cannot reach such an address. */
    public static Optional<ContactAddress> parse(Channel channel, String text) {
        String plain = Normalizer.normalize(text, Normalizer.Form.NFKC).strip();
        return switch (channel) {
            case EMAIL -> mail(plain);
            case SMS -> phone(plain);
            case WECHAT, INBOX -> opaque(channel, plain);
        };
    }

    public Channel channel() {
        return channel;
    }

    /** As it is written to. */
    public String value() {
        return value;
    }

    /** Equal for all spellings that reach the same mailbox or phone. */
    String folded() {
        return folded;
    }

    private static Optional<ContactAddress> mail(String text) {
        int at = text.lastIndexOf('@');
        if (at < 1 || text.length() > LONGEST) {
            return Optional.empty();
        }
        String local = text.substring(0, at);
        try {
            String domain = IDN.toASCII(text.substring(at + 1)).toLowerCase(Locale.ROOT);
            if (!LOCAL_PART.matcher(local).matches() || !DOMAIN.matcher(domain).matches()) {
                return Optional.empty();
            }
            String value = local + "@" + domain;
            new InternetAddress(value, true).validate();
            return Optional.of(new ContactAddress(Channel.EMAIL, value, local.toLowerCase(Locale.ROOT) + "@" + domain));
        } catch (AddressException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<ContactAddress> phone(String text) {
        String digits = PHONE_PUNCTUATION.matcher(text).replaceAll("");
        return E164.matcher(digits).matches()
                ? Optional.of(new ContactAddress(Channel.SMS, digits, digits))
                : Optional.empty();
    }

    private static Optional<ContactAddress> opaque(Channel channel, String text) {
        return text.matches("[\\x21-\\x7e]{1,200}")
                ? Optional.of(new ContactAddress(channel, text, text))
                : Optional.empty();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ContactAddress address && address.channel == channel && address.folded.equals(folded);
    }

    @Override
    public int hashCode() {
        return folded.hashCode();
    }

    /** Without the address. */
    @Override
    public String toString() {
        return "ContactAddress[" + channel + "]";
    }
}
