package io.kehu.customer.customer;

import java.util.Locale;
import java.util.Optional;

/**
 * An official number of another country, or a passport; nobody knows the form of all of them, so it is kept as it was said.
 *
 * @param country who issued it, ISO 3166-1 alpha-2
 * @param value 1 to 50 characters, letters or digits among them
 */
public record ForeignId(String country, String value) {

    private static final int LONGEST = 50;

    /** A Chinese identity number is no foreign one: it would hide from those who look for it. */
    public static Optional<ForeignId> parse(String country, String text) {
        Optional<String> issuer = Countries.parse(country);
        String value = PlainText.plain(text);
        boolean sound = !PlainText.lossy(text)
                && value.codePointCount(0, value.length()) <= LONGEST
                && value.codePoints().anyMatch(Character::isLetterOrDigit)
                && NationalId.parse(value).isEmpty();
        return sound ? issuer.map(code -> new ForeignId(code, value)) : Optional.empty();
    }

    /** Capitals and digits only: two spellings of one number are equal here. */
    public String folded() {
        return value.toUpperCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
    }
}
