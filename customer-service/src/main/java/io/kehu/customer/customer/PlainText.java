package io.kehu.customer.customer;

import java.text.Normalizer;
import java.util.regex.Pattern;

/** Cleans what people and spreadsheets type: no control, zero-width or direction marks, white space of every kind as one space. */
final class PlainText {

    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cs}&&[^\\t\\n\\r]]");

    /**
     * As above, but for joiners inside of an emoji, or where Arabic and Indic scripts need them: there they are no dirt. The colours of skin
     * are written out because only then a look behind sees characters of two units.
     */
    private static final Pattern CLUTTER =
            Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cs}&&[^\\t\\n\\r\\x{200C}\\x{200D}]]"
                    + "|(?<![\\p{So}\\p{Sk}🏻-🏿\\x{FE0F}\\p{IsArabic}\\p{IsSyriac}\\p{IsDevanagari}\\p{IsBengali}\\p{IsTamil}\\p{IsTelugu}"
                    + "\\p{IsKannada}\\p{IsMalayalam}\\p{IsSinhala}])[\\x{200C}\\x{200D}]"
                    + "|[\\x{200C}\\x{200D}](?=[\\s\\p{Z}\\x{200C}\\x{200D}]|$)");

    /** What stands for a character that is private to one system, or was lost in a conversion. */
    private static final Pattern LOST = Pattern.compile("[\\p{Co}\\p{Cs}\\x{FFFD}\\x{FFFC}]");

    private static final Pattern SPACES = Pattern.compile("[\\s\\p{Z}]+");

    private PlainText() {}

    /** Canonically composed, otherwise as typed. */
    static String clean(String text) {
        return isPlain(text)
                ? text
                : spaced(Normalizer.normalize(CLUTTER.matcher(text).replaceAll(""), Normalizer.Form.NFC));
    }

    /** Compatibility forms such as full-width letters and digits made plain as well. */
    static String plain(String text) {
        return isPlain(text)
                ? text
                : spaced(INVISIBLE
                        .matcher(Normalizer.normalize(text, Normalizer.Form.NFKC))
                        .replaceAll(""));
    }

    /** Whether a character of the text cannot be kept: to drop it would change the text in silence. */
    static boolean lossy(String text) {
        return !isPlain(text) && LOST.matcher(text).find();
    }

    /** Whether every cleaning leaves the text as it is, which is soon seen of most: unified ideographs, ASCII, single spaces inside. */
    private static boolean isPlain(String text) {
        char before = ' ';
        for (int i = 0; i < text.length(); i++) {
            char at = text.charAt(i);
            boolean visible = at > ' ' && at <= '~' || at >= '\u4E00' && at <= '\u9FFF';
            if (!visible && (at != ' ' || before == ' ')) {
                return false;
            }
            before = at;
        }
        return text.isEmpty() || before != ' ';
    }

    private static String spaced(String visible) {
        return SPACES.matcher(visible).replaceAll(" ").strip();
    }
}
