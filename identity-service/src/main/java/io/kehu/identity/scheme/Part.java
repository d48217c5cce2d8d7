package io.kehu.identity.scheme;

/**
 * A piece of a template.
 *
 * @param width characters of the canonical form
 * @param text of literals and separators
 * @param radix of the sequence
 */
record Part(Kind kind, int width, String text, Radix radix) {

    private static final String ALL_SYMBOLS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final int MONTHS = 12;
    private static final String TENS_OF_MONTHS = "01";

    /** What a piece is. */
    enum Kind {
        LITERAL,
        SEPARATOR,
        YEAR,
        MONTH,
        BRANCH,
        SEQUENCE,
        CHECK
    }

    static Part literal(String text) {
        return new Part(Kind.LITERAL, text.length(), text, Radix.DECIMAL);
    }

    static Part separator(String text) {
        return new Part(Kind.SEPARATOR, 0, text, Radix.DECIMAL);
    }

    static Part sequence(Radix radix, int width) {
        return new Part(Kind.SEQUENCE, width, "", radix);
    }

    static Part of(Kind kind, int width) {
        return new Part(kind, width, "", Radix.DECIMAL);
    }

    /** Whether the characters from a place on can be this piece. Look-alikes are replaced by what they are read as. */
    boolean accept(char[] number, int at) {
        return switch (kind) {
            case SEPARATOR -> true;
            case LITERAL -> isText(number, at);
            case MONTH -> plain(number, at) && isMonth(radix.read(number, at, width));
            case YEAR, BRANCH, SEQUENCE -> plain(number, at);
            case CHECK -> isCheck(number, at);
        };
    }

    /** The characters that can stand at each place of this piece. */
    String symbols(int place, CheckAlgorithm check) {
        return switch (kind) {
            case LITERAL -> text.substring(place, place + 1);
            case CHECK -> check.isNumeric() ? Radix.DECIMAL.alphabet() : ALL_SYMBOLS;
            default -> radix.alphabet();
        };
    }

    /** The characters that are read at each place of this piece, also those that are never written. */
    String readable(int place, CheckAlgorithm check) {
        return switch (kind) {
            case MONTH -> place == 0 ? TENS_OF_MONTHS : radix.alphabet();
            case SEQUENCE -> radix.readable();
            default -> symbols(place, check);
        };
    }

    private boolean isText(char[] number, int at) {
        for (int i = 0; i < width; i++) {
            if (number[at + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private boolean plain(char[] number, int at) {
        for (int i = at; i < at + width; i++) {
            int value = radix.value(number[i]);
            if (value < 0) {
                return false;
            }
            number[i] = radix.symbol(value);
        }
        return true;
    }

    private boolean isCheck(char[] number, int at) {
        for (int i = at; i < at + width; i++) {
            if (!((number[i] >= '0' && number[i] <= '9') || (number[i] >= 'A' && number[i] <= 'Z'))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isMonth(long month) {
        return month >= 1 && month <= MONTHS;
    }
}
