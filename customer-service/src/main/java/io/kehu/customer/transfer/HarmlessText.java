package io.kehu.customer.transfer;

/** Makes sure that a spreadsheet takes the values of a customer for text, never for a formula. */
final class HarmlessText {

    /** What formulas begin with, in the widths of East Asia too. */
    static final String FORMULA_SIGNS = "=+-@\t\r\n＝＋－＠";

    private HarmlessText() {}

    /** The value with an apostrophe in front where it needs one; the import takes it off again. */
    static String of(String value) {
        return !value.isEmpty() && FORMULA_SIGNS.indexOf(value.charAt(0)) >= 0 ? "'" + value : value;
    }
}
