package io.kehu.customer.customer;

import com.ibm.icu.text.Transliterator;
import java.util.Locale;
import java.util.Optional;

/**
 * A full name as its bearer writes it.
 *
 * @param value 1 to 100 characters, cleaned of invisible ones
 */
public record PersonName(String value) {

    private static final int LONGEST = 100;

    public static Optional<PersonName> parse(String text) {
        String clean = PlainText.clean(text);
        boolean named = clean.codePoints().anyMatch(Character::isLetter);
        int length = clean.codePointCount(0, clean.length());
        return named && length <= LONGEST ? Optional.of(new PersonName(clean)) : Optional.empty();
    }

    /** The form that decides whether two spellings are the same name: simplified, lower case, without spaces and dots. */
    public String folded() {
        String plain = PlainText.plain(value).toLowerCase(Locale.ROOT);
        return Simplified.of(plain).replaceAll("[\\p{Z}\\p{P}]", "");
    }

    /** Traditional characters as simplified ones. */
    static final class Simplified {

        private static final Transliterator TRANSLITERATOR = Transliterator.getInstance("Traditional-Simplified");

        private Simplified() {}

        static String of(String text) {
            return text.codePoints().anyMatch(Character::isIdeographic) ? TRANSLITERATOR.transliterate(text) : text;
        }
    }
}
