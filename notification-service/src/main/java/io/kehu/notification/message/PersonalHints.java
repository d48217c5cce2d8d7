package io.kehu.notification.message;

import java.util.regex.Pattern;

/** Notices values that look like a person's address where none belongs: what is kept in the clear holds no personal data. */
final class PersonalHints {

    private static final Pattern MAIL = Pattern.compile("[^\\s@]+@[^\\s@]+\\.[^\\s@]+");

    /** A mobile number of mainland China, alone or after its country code, not inside a longer number. */
    private static final Pattern MOBILE =
            Pattern.compile("(?<!\\d)(?:\\+?86[ -]?)?1[3-9]\\d[ -]?\\d{4}[ -]?\\d{4}(?!\\d)");

    /** A random id may hold the digits of a phone number, and means nobody by it. */
    private static final Pattern RANDOM_ID =
            Pattern.compile("\\b\\p{XDigit}{8}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{12}\\b");

    private PersonalHints() {}

    static boolean in(String text) {
        String meant = RANDOM_ID.matcher(text).replaceAll("id");
        return MAIL.matcher(meant).find() || MOBILE.matcher(meant).find();
    }
}
