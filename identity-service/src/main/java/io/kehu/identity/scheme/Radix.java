package io.kehu.identity.scheme;

import java.util.Arrays;

/** How a sequence is written. */
enum Radix {
    /** The ten digits. */
    DECIMAL("seq", "0123456789", 18, ""),
    /**
     * Digits and letters without I, L, O and U, after D. Crockford, Base 32 (crockford.com/base32.html): who reads I or L means 1, who
     * reads O means 0.
     */
    THIRTY_TWO("seq32", "0123456789ABCDEFGHJKMNPQRSTVWXYZ", 12, "I1L1O0");

    private static final int NARROWEST = 4;
    private static final byte NONE = -1;

    private final String partName;
    private final String alphabet;
    private final String readable;
    private final int widest;
    private final char[] symbols;
    private final byte[] values = new byte[128];

    /**
     * @param widest sequence that fits 63 bits
     * @param lookAlikes pairs of a character that is not written and the one it is read as
     */
    Radix(String partName, String alphabet, int widest, String lookAlikes) {
        this.partName = partName;
        this.alphabet = alphabet;
        this.symbols = alphabet.toCharArray();
        this.widest = widest;
        StringBuilder readableSymbols = new StringBuilder(alphabet);
        Arrays.fill(values, NONE);
        for (int i = 0; i < alphabet.length(); i++) {
            values[alphabet.charAt(i)] = (byte) i;
        }
        for (int i = 0; i < lookAlikes.length(); i += 2) {
            values[lookAlikes.charAt(i)] = values[lookAlikes.charAt(i + 1)];
            readableSymbols.append(lookAlikes.charAt(i));
        }
        this.readable = readableSymbols.toString();
    }

    /** What its part is called in templates. */
    String partName() {
        return partName;
    }

    /** The characters that are written, by value. */
    String alphabet() {
        return alphabet;
    }

    /** The characters that are read: those that are written and their look-alikes. */
    String readable() {
        return readable;
    }

    boolean fits(int width) {
        return width >= NARROWEST && width <= widest;
    }

    /** The largest sequence of a width. */
    long capacity(int width) {
        long numbers = 1;
        for (int i = 0; i < width; i++) {
            numbers = Math.multiplyExact(numbers, (long) symbols.length);
        }
        return numbers - 1;
    }

    char symbol(int value) {
        return symbols[value];
    }

    /** @return a negative number for a character that is not one of this radix */
    int value(char symbol) {
        return symbol < values.length ? values[symbol] : NONE;
    }

    void write(long number, char[] target, int at, int width) {
        if (this == DECIMAL) {
            writeDecimal(number, target, at, width);
        } else {
            writeThirtyTwo(number, target, at, width);
        }
    }

    /** Apart from the other radix, because dividing by a constant is several times faster than by a variable. */
    private static void writeDecimal(long number, char[] target, int at, int width) {
        long rest = number;
        for (int i = at + width - 1; i >= at; i--) {
            long quotient = rest / 10;
            target[i] = (char) ('0' + (rest - quotient * 10));
            rest = quotient;
        }
    }

    private void writeThirtyTwo(long number, char[] target, int at, int width) {
        long rest = number;
        for (int i = at + width - 1; i >= at; i--) {
            target[i] = symbols[(int) (rest & 31)];
            rest >>>= 5;
        }
    }

    long read(char[] text, int at, int width) {
        long number = 0;
        for (int i = at; i < at + width; i++) {
            number = number * symbols.length + value(text[i]);
        }
        return number;
    }
}
