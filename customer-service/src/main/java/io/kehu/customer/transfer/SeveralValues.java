package io.kehu.customer.transfer;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Several values in one cell, as people separate them; one that holds a separator itself stands in quotation marks. */
public final class SeveralValues {

    private static final String SIGNS = "/;,、|／；，｜";
    private static final Pattern SEPARATOR = Pattern.compile("[" + SIGNS + "]|\\s{2,}");
    private static final Pattern GAP = Pattern.compile("[" + SIGNS + "\\s]*");
    private static final Pattern QUOTED =
            Pattern.compile("\"((?:[^\"]|\"\")*+)\"(?=\\s*(?:[" + SIGNS + "]|\\z)|\\s{2,})");
    private static final String BETWEEN = ";";
    private static final String QUOTE = "\"";

    private SeveralValues() {}

    /** One cell that {@link #split} takes apart again. */
    public static String joined(List<String> values) {
        return values.stream().map(SeveralValues::quotedIfNeeded).collect(Collectors.joining(BETWEEN));
    }

    /** In the order of the cell, without what is blank. */
    static List<String> split(String cell) {
        List<String> values = new ArrayList<>();
        int at = 0;
        while (at < cell.length()) {
            Matcher gap = GAP.matcher(cell).region(at, cell.length());
            at = gap.lookingAt() ? gap.end() : at;
            Matcher quoted = QUOTED.matcher(cell).region(at, cell.length());
            String value;
            if (quoted.lookingAt()) {
                value = quoted.group(1).replace(QUOTE + QUOTE, QUOTE);
                at = quoted.end();
            } else {
                Matcher separator = SEPARATOR.matcher(cell);
                int end = separator.find(at) ? separator.start() : cell.length();
                value = cell.substring(at, end);
                at = end;
            }
            if (!value.isBlank()) {
                values.add(value.strip());
            }
        }
        return values;
    }

    private static String quotedIfNeeded(String value) {
        return value.startsWith(QUOTE) || SEPARATOR.matcher(value).find()
                ? QUOTE + value.replace(QUOTE, QUOTE + QUOTE) + QUOTE
                : value;
    }
}
