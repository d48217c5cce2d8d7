package io.kehu.customer.customer;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonenumber;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A phone number.
 *
 * @param e164 international form, such as {@code +8613800138000}
 */
public record PhoneNumber(String e164) {

    private static final int TAIL = 4;
    private static final PhoneNumberUtil LIBRARY = PhoneNumberUtil.getInstance();

    /** A spreadsheet's idea of a long number, such as {@code 1.38001E+10}: digits are lost, so it is refused, never guessed. */
    private static final Pattern SCIENTIFIC = Pattern.compile("\\d(\\.\\d+)?[eE]\\+?\\d+");

    private static final Pattern DECIMAL_ZERO = Pattern.compile("^(\\d+)\\.0+$");

    /** Reads every format people write; without country code it belongs to the region. */
    public static Optional<PhoneNumber> parse(String text, String region) {
        String plain = PlainText.plain(text);
        if (SCIENTIFIC.matcher(plain).matches()) {
            return Optional.empty();
        }
        Matcher decimal = DECIMAL_ZERO.matcher(plain);
        String digits = decimal.matches() ? decimal.group(1) : plain;
        try {
            Phonenumber.PhoneNumber number = LIBRARY.parse(international(digits), region);
            return LIBRARY.isValidNumber(number)
                    ? Optional.of(new PhoneNumber(LIBRARY.format(number, PhoneNumberUtil.PhoneNumberFormat.E164)))
                    : Optional.empty();
        } catch (NumberParseException e) {
            return Optional.empty();
        }
    }

    /** The last four digits, which is what people remember and read out. */
    public String tail() {
        return e164.substring(Math.max(0, e164.length() - TAIL));
    }

    /** {@code 0086138…} and {@code 86 138…} are written for {@code +86138…}. */
    private static String international(String text) {
        String digits = text.replaceAll("[^0-9+]", "");
        if (digits.startsWith("00") && digits.length() > 10) {
            return "+" + digits.substring(2);
        }
        if (digits.matches("861[3-9]\\d{9}")) {
            return "+" + digits;
        }
        return text;
    }
}
