package io.kehu.loyalty.coupon;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What codes look like: 15 symbols of 31, which are more than 74 bits, and one to check them, in groups of four. Nothing in the alphabet is
 * taken for something else. Weighted by their places the symbols have the check symbol as their sum modulo 31, a prime: a symbol that is
 * wrong, or two that changed places, are always noticed.
 */
final class CodeForm {

    static final int LENGTH = 16;
    static final int HINT = 4;

    private static final String SYMBOLS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
    private static final int HEAD = 8;
    private static final Pattern BETWEEN = Pattern.compile("[\\s\\p{Z}\\p{Pd}]");

    private CodeForm() {}

    /** Of 128 random bits; 64 of them decide over eight symbols at most, so that each is as likely as any other. */
    static String of(long head, long tail) {
        StringBuilder code = new StringBuilder(LENGTH);
        append(code, head, HEAD);
        append(code, tail, LENGTH - 1 - HEAD);
        return code.append(check(code)).toString();
    }

    /** As people see it. */
    static String grouped(String code) {
        return code.replaceAll("(.{4})(?!$)", "$1-");
    }

    /** What was typed, in the form it was issued: case, width, hyphens and spaces do not matter. */
    static String read(String typed) {
        return BETWEEN.matcher(Normalizer.normalize(typed, Normalizer.Form.NFKC))
                .replaceAll("")
                .toUpperCase(Locale.ROOT);
    }

    /** Whether it can be a code at all. */
    static boolean isSound(String code) {
        return code.length() == LENGTH
                && code.chars().allMatch(symbol -> SYMBOLS.indexOf(symbol) >= 0)
                && check(code.substring(0, LENGTH - 1)) == code.charAt(LENGTH - 1);
    }

    private static void append(StringBuilder code, long bits, int symbols) {
        long rest = bits;
        for (int i = 0; i < symbols; i++) {
            code.append(SYMBOLS.charAt((int) Long.remainderUnsigned(rest, SYMBOLS.length())));
            rest = Long.divideUnsigned(rest, SYMBOLS.length());
        }
    }

    private static char check(CharSequence symbols) {
        int sum = 0;
        for (int i = 0; i < symbols.length(); i++) {
            sum += (i + 1) * SYMBOLS.indexOf(symbols.charAt(i));
        }
        return SYMBOLS.charAt(sum % SYMBOLS.length());
    }
}
