package io.kehu.customer.customer;

import com.ibm.icu.text.Transliterator;
import com.ibm.icu.text.UnicodeSet;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A full name as its bearer writes it.
 *
 * @param value 1 to 100 characters, cleaned of invisible ones
 */
public record PersonName(String value) {

    private static final int LONGEST = 100;
    private static final Pattern GAPS = Pattern.compile("[\\p{Z}\\p{P}]");

    public static Optional<PersonName> parse(String text) {
        String clean = PlainText.clean(text);
        boolean named = clean.codePoints().anyMatch(Character::isLetter);
        int length = clean.codePointCount(0, clean.length());
        return named && length <= LONGEST ? Optional.of(new PersonName(clean)) : Optional.empty();
    }

    /** The form that decides whether two spellings are the same name: simplified, lower case, without spaces and dots. */
    public String folded() {
        String plain = PlainText.plain(value).toLowerCase(Locale.ROOT);
        String simplified = Simplified.of(plain);
        return simplified.chars().allMatch(Character::isLetterOrDigit)
                ? simplified
                : GAPS.matcher(simplified).replaceAll("");
    }

    /** Traditional characters as simplified ones. */
    static final class Simplified {

        private static final Transliterator TRANSLITERATOR = Transliterator.getInstance("Traditional-Simplified");

        /** Without one of these nothing changes, and it is much faster to see that. */
        private static final UnicodeSet TRADITIONAL = traditional();

        private Simplified() {}

        static String of(String text) {
            return TRADITIONAL.containsNone(text) ? text : TRANSLITERATOR.transliterate(text);
        }

        /** Characters a rule replaces; rules are written as {@code 單於 > 单于;}. */
        private static UnicodeSet traditional() {
            UnicodeSet replaced = new UnicodeSet();
            TRANSLITERATOR.toRules(false).lines().forEach(rule -> {
                String[] sides = rule.replaceAll("[\\s;]", "").split(">", -1);
                int[] from = sides[0].codePoints().toArray();
                int[] to = sides[sides.length - 1].codePoints().toArray();
                for (int i = 0; i < from.length; i++) {
                    if (from.length != to.length || from[i] != to[i]) {
                        replaced.add(from[i]);
                    }
                }
            });
            return replaced.freeze();
        }
    }
}
