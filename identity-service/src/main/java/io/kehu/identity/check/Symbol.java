package io.kehu.identity.check;

/** The order of letters and digits in ISO/IEC 7064. */
final class Symbol {

    private Symbol() {}

    static boolean isDigit(char symbol) {
        return symbol <= '9';
    }

    static int value(char symbol) {
        return isDigit(symbol) ? symbol - '0' : symbol - 'A' + 10;
    }

    static char of(int value) {
        return (char) (value < 10 ? '0' + value : 'A' + value - 10);
    }
}
