package io.kehu.customer.transfer;

import java.util.regex.Pattern;

/**
 * Makes sure that a spreadsheet takes the values of a customer for text: never for a formula, never for a number whose digits it would
 * lose. {@link #back} undoes {@link #of} exactly.
 */
public final class HarmlessText {

    /** What formulas begin with, in the widths of East Asia too. */
    private static final String FORMULA_SIGNS = "=+-@\t\r\n＝＋－＠";

    /** Zeros in front, more digits than a spreadsheet keeps, and digits around an E would not be shown as they are. */
    private static final Pattern SHOWN_OTHERWISE = Pattern.compile("0\\d+|\\d{12,}|\\d+[eE]\\d+");

    private static final char APOSTROPHE = '\'';

    private HarmlessText() {}

    /** The value with an apostrophe in front where it needs one; the import takes it off again. */
    public static String of(String value) {
        return needsApostrophe(value) ? APOSTROPHE + value : value;
    }

    /** As {@link #of}, for cells that are text already: an apostrophe only where the import would read something else. */
    public static String ofTextCell(String value) {
        return back(value).equals(value) && !isTorn(value) ? value : APOSTROPHE + value;
    }

    /** A cell of an upload, as it came, so that it still means what it meant: only formulas get an apostrophe. */
    static String ofCellAsItCame(String cell) {
        return isFormula(cell) ? APOSTROPHE + cell : cell;
    }

    /** The value without the apostrophe that {@link #of} put in front. */
    public static String back(String cell) {
        return cell.length() > 1 && cell.charAt(0) == APOSTROPHE && needsApostrophe(cell.substring(1))
                ? cell.substring(1)
                : cell;
    }

    /** A quotation mark at one end only: the value looks as if it were torn out of a row whose quotation marks are broken. */
    static boolean isTorn(String value) {
        return value.startsWith("\"")
                && value.chars().filter(character -> character == '"').count() % 2 == 1;
    }

    private static boolean needsApostrophe(String value) {
        return isFormula(value)
                || isTorn(value)
                || SHOWN_OTHERWISE.matcher(value).matches()
                || (value.startsWith("'") && needsApostrophe(value.substring(1)));
    }

    private static boolean isFormula(String value) {
        return !value.isEmpty() && FORMULA_SIGNS.indexOf(value.charAt(0)) >= 0;
    }
}
