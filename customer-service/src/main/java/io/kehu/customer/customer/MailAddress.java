package io.kehu.customer.customer;

import java.net.IDN;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A mail address.
 *
 * @param value as given, cleaned
 */
public record MailAddress(String value) {

    private static final int LONGEST = 254;
    private static final Pattern FORM = Pattern.compile("[^\\s@\"(),:;<>\\[\\\\\\]]{1,64}@[^\\s@]+\\.[^\\s@.]{2,63}");

    public static Optional<MailAddress> parse(String text) {
        String plain = PlainText.plain(text).replace(" ", "");
        if (plain.length() > LONGEST || !FORM.matcher(plain).matches() || plain.contains("..")) {
            return Optional.empty();
        }
        return asciiDomain(plain).isEmpty() ? Optional.empty() : Optional.of(new MailAddress(plain));
    }

    /** Lower case, the domain in ASCII: two spellings of one mailbox are equal here. */
    public String folded() {
        String local = value.substring(0, value.lastIndexOf('@'));
        return (local + "@" + asciiDomain(value).orElse("")).toLowerCase(Locale.ROOT);
    }

    private static Optional<String> asciiDomain(String address) {
        try {
            String domain = IDN.toASCII(address.substring(address.lastIndexOf('@') + 1), IDN.USE_STD3_ASCII_RULES);
            return domain.startsWith("-") || domain.startsWith(".") ? Optional.empty() : Optional.of(domain);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
