package io.kehu.notification.template;

import java.math.BigInteger;
import java.text.NumberFormat;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.UUID;
import java.util.regex.Pattern;

/** What a parameter of a message may be. There is no free text: parameters are kept, and names or addresses must not be. */
enum ParameterType {
    /** A whole number, such as an amount of points. */
    INTEGER {
        @Override
        boolean accepts(Object value) {
            return value instanceof Integer || value instanceof Long || value instanceof BigInteger;
        }

        @Override
        String format(Object value, Language language, ZoneId zone) {
            return NumberFormat.getIntegerInstance(language.locale()).format(value);
        }
    },
    /** Up to 100 characters on one line: an order number, a product, a store. */
    LABEL {
        @Override
        boolean accepts(Object value) {
            return value instanceof String text && LABEL_FORM.matcher(text).matches() && !text.isBlank();
        }

        @Override
        String format(Object value, Language language, ZoneId zone) {
            return value.toString();
        }
    },
    /** A day, {@code 2026-11-21}. */
    DATE {
        @Override
        boolean accepts(Object value) {
            return value instanceof String text && parses(() -> LocalDate.parse(text));
        }

        @Override
        String format(Object value, Language language, ZoneId zone) {
            return language.date().format(LocalDate.parse(value.toString()));
        }
    },
    /** A moment in UTC, {@code 2026-11-21T03:15:00Z}; shown in the recipient's zone. */
    INSTANT {
        @Override
        boolean accepts(Object value) {
            return value instanceof String text && parses(() -> Instant.parse(text));
        }

        @Override
        String format(Object value, Language language, ZoneId zone) {
            return language.dateTime().format(Instant.parse(value.toString()).atZone(zone));
        }
    },
    /** The id of something in another service. */
    ID {
        @Override
        boolean accepts(Object value) {
            return value instanceof String text && ID_FORM.matcher(text).matches();
        }

        @Override
        String format(Object value, Language language, ZoneId zone) {
            return value.toString();
        }
    };

    private static final Pattern LABEL_FORM = Pattern.compile("[^\\p{Cntrl}\\p{Zl}\\p{Zp}]{1,100}");
    private static final Pattern ID_FORM =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    /** @param value as it came out of JSON */
    abstract boolean accepts(Object value);

    abstract String format(Object value, Language language, ZoneId zone);

    private static boolean parses(Runnable parser) {
        try {
            parser.run();
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    static UUID uuid(Object value) {
        return UUID.fromString(value.toString());
    }
}
