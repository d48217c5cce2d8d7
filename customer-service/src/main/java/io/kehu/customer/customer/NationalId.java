package io.kehu.customer.customer;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A citizen's identity number (居民身份证号码) as GB 11643 defines it: six digits of the place, birth date, three digits of order, check
 * character.
 *
 * @param value 18 characters, the last one a digit or X
 */
public record NationalId(String value) {

    private static final Pattern FORM = Pattern.compile("\\d{17}[\\dX]");
    private static final Pattern OLD_FORM = Pattern.compile("\\d{15}");
    private static final int[] WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    private static final String CHECK_CHARACTERS = "10X98765432";
    private static final int PLACE_LENGTH = 6;

    /** Orders that the old form gave to people born before 1900; their century is not written in it. */
    private static final Set<String> CENTENARIANS = Set.of("996", "997", "998", "999");

    /** First two digits: provinces, and residents from Hong Kong, Macao and Taiwan. */
    private static final Set<String> PROVINCES = Set.of(
            "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42", "43",
            "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71", "81", "82", "83");

    /** Reads the number, or the 15 digits it had before 1999, which become 18. */
    public static Optional<NationalId> parse(String text) {
        String plain = PlainText.plain(text).replaceAll("[\\s'-]", "").toUpperCase(Locale.ROOT);
        String full = OLD_FORM.matcher(plain).matches() ? upgraded(plain) : plain;
        boolean sound = FORM.matcher(full).matches()
                && PROVINCES.contains(full.substring(0, 2))
                && date(full).isPresent()
                && checkCharacter(full) == full.charAt(17);
        return sound ? Optional.of(new NationalId(full)) : Optional.empty();
    }

    /** By the calendar of the state, whatever people celebrate. */
    public LocalDate birthDate() {
        return date(value).orElseThrow();
    }

    /** The check character that belongs behind the first 17 digits: ISO 7064, MOD 11-2. */
    static char checkCharacter(String digits) {
        int sum = 0;
        for (int i = 0; i < WEIGHTS.length; i++) {
            sum += (digits.charAt(i) - '0') * WEIGHTS[i];
        }
        return CHECK_CHARACTERS.charAt(sum % CHECK_CHARACTERS.length());
    }

    /** Unchanged, and thus refused, where the century is not known. */
    private static String upgraded(String old) {
        if (CENTENARIANS.contains(old.substring(12))) {
            return old;
        }
        String digits = old.substring(0, PLACE_LENGTH) + "19" + old.substring(PLACE_LENGTH);
        return digits + checkCharacter(digits);
    }

    private static Optional<LocalDate> date(String full) {
        try {
            return Optional.of(LocalDate.of(
                    Integer.parseInt(full.substring(6, 10)),
                    Integer.parseInt(full.substring(10, 12)),
                    Integer.parseInt(full.substring(12, 14))));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
