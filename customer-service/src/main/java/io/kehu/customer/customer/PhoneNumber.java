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

    /** What the library would skip in silence, such as hanzi and emoji, is no part of a phone; neither is an extension, which E.164 loses. */
    private static final Pattern WRITTEN = Pattern.compile("[\\p{Nd}\\p{P}\\p{Z}+~A-Za-z]*");

    private static final Pattern NO_DIGITS = Pattern.compile("[^0-9+]");
    private static final Pattern CHINESE_MOBILE = Pattern.compile("861[3-9]\\d{9}");
    private static final Pattern DECIMAL_ZERO = Pattern.compile("^(\\d+)\\.0+$");

    /** Reads every format people write; without country code it belongs to the region. */
    public static Optional<PhoneNumber> parse(String text, String region) {
        String plain = PlainText.plain(text);
        if (SCIENTIFIC.matcher(plain).matches() || !isWritten(plain)) {
            return Optional.empty();
        }
        Matcher decimal = DECIMAL_ZERO.matcher(plain);
        String digits = decimal.matches() ? decimal.group(1) : plain;
        try {
            Phonenumber.PhoneNumber number = LIBRARY.parse(international(digits), region);
            return LIBRARY.isValidNumber(number) && !number.hasExtension()
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

    /** Most are soon seen to be: digits and what stands between them. */
    private static boolean isWritten(String plain) {
        return plain.chars().allMatch(at -> at >= '0' && at <= '9' || at == '+' || at == '-' || at == ' ')
                || WRITTEN.matcher(plain).matches();
    }

    /** {@code 0086138…} and {@code 86 138…} are written for {@code +86138…}. */
    private static String international(String text) {
        String digits = NO_DIGITS.matcher(text).replaceAll("");
        if (digits.startsWith("00") && digits.length() > 10) {
            return "+" + digits.substring(2);
        }
        if (CHINESE_MOBILE.matcher(digits).matches()) {
            return "+" + digits;
        }
        return text;
    }
}
