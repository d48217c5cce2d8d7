package io.kehu.customer.customer;

import java.text.Normalizer;
import java.util.regex.Pattern;

/** Cleans what people and spreadsheets type: no control, zero-width or direction marks, white space of every kind as one space. */
final class PlainText {

    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cs}&&[^\\t\\n\\r]]");
    private static final Pattern SPACES = Pattern.compile("[\\s\\p{Z}]+");

    private PlainText() {}

    /** Canonically composed, otherwise as typed. */
    static String clean(String text) {
        String visible = INVISIBLE
                .matcher(Normalizer.normalize(text, Normalizer.Form.NFC))
                .replaceAll("");
        return SPACES.matcher(visible).replaceAll(" ").strip();
    }

    /** Compatibility forms such as full-width letters and digits made plain as well. */
    static String plain(String text) {
        return clean(Normalizer.normalize(text, Normalizer.Form.NFKC));
    }
}
