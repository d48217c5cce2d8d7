package io.kehu.identity.adopt;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lines of {@code number} and perhaps {@code issuedAt}, with or without a header. No number holds a line break, so every line is a row
 * of its own and a quote that does not close spoils one row only.
 */
final class CsvFile implements LegacyFile {

    private static final char REPLACEMENT = '\uFFFD';
    private static final int MOST_COLUMNS = 2;

    private final TextLines lines;

    CsvFile(InputStream input) {
        this.lines = new TextLines(input);
    }

    @Override
    public @Nullable LegacyLine next() throws IOException {
        while (lines.advance()) {
            if (lines.isTooLong()) {
                return LegacyLine.faulty(lines.number(), Reason.TOO_LONG);
            }
            String text = lines.text();
            List<String> fields = text.indexOf(REPLACEMENT) >= 0 ? null : fields(text);
            if (fields == null || fields.size() > MOST_COLUMNS) {
                return LegacyLine.faulty(lines.number(), Reason.UNREADABLE);
            }
            if (lines.number() > 1 || !isHeader(fields)) {
                return LegacyLine.of(lines.number(), fields.getFirst(), fields.size() > 1 ? fields.get(1) : null);
            }
        }
        return null;
    }

    private static boolean isHeader(List<String> fields) {
        return fields.getFirst().strip().equalsIgnoreCase("number")
                && (fields.size() == 1 || fields.get(1).strip().equalsIgnoreCase("issuedAt"));
    }

    /** As RFC 4180, and blanks around quotes pass. @return null when the quotes make no sense */
    static @Nullable List<String> fields(String line) {
        if (line.indexOf('"') < 0) {
            return List.of(line.split(",", -1));
        }
        List<String> fields = new ArrayList<>(MOST_COLUMNS);
        int position = 0;
        while (position <= line.length()) {
            int begin = skipBlanks(line, position);
            if (begin == line.length() || line.charAt(begin) != '"') {
                int comma = line.indexOf(',', begin);
                int end = comma < 0 ? line.length() : comma;
                String bare = line.substring(position, end);
                if (bare.indexOf('"') >= 0) {
                    return null;
                }
                fields.add(bare);
                position = end + 1;
            } else {
                int close = closingQuote(line, begin);
                int end = skipBlanks(line, close + 1);
                if (close < 0 || (end < line.length() && line.charAt(end) != ',')) {
                    return null;
                }
                fields.add(line.substring(begin + 1, close).replace("\"\"", "\""));
                position = end + 1;
            }
        }
        return fields;
    }

    private static int skipBlanks(String line, int from) {
        int position = from;
        while (position < line.length() && line.charAt(position) == ' ') {
            position++;
        }
        return position;
    }

    /** A doubled quote is a quote of the value. @return -1 when there is none */
    private static int closingQuote(String line, int open) {
        int quote = line.indexOf('"', open + 1);
        while (quote >= 0 && quote + 1 < line.length() && line.charAt(quote + 1) == '"') {
            quote = line.indexOf('"', quote + 2);
        }
        return quote;
    }
}
