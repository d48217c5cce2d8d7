package io.kehu.customer.customer;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The unified social credit code (统一社会信用代码) of an organisation, as GB 32100-2015 defines it.
 *
 * @param value 18 characters, without I, O, S, V and Z
 */
public record CreditCode(String value) {

    private static final String CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private static final Pattern FORM =
            Pattern.compile("[1-9A-HJ-NPQRTUWXY][0-9A-HJ-NPQRTUWXY]\\d{6}[0-9A-HJ-NPQRTUWXY]{10}");
    private static final int CHECKED = 17;

    public static Optional<CreditCode> parse(String text) {
        String plain = PlainText.plain(text).replaceAll("[\\s'-]", "").toUpperCase(Locale.ROOT);
        boolean sound = FORM.matcher(plain).matches() && checkCharacter(plain) == plain.charAt(CHECKED);
        return sound ? Optional.of(new CreditCode(plain)) : Optional.empty();
    }

    /** The check character that belongs behind the first 17: weights are the powers of 3, the modulus is 31. */
    static char checkCharacter(String code) {
        int modulus = CHARACTERS.length();
        int sum = 0;
        int weight = 1;
        for (int i = 0; i < CHECKED; i++) {
            sum += CHARACTERS.indexOf(code.charAt(i)) * weight;
            weight = weight * 3 % modulus;
        }
        return CHARACTERS.charAt((modulus - sum % modulus) % modulus);
    }
}
