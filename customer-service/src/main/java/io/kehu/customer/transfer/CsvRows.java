package io.kehu.customer.transfer;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Splits text into rows (RFC 4180) and gets over broken quotation marks: the line where one was opened is given up alone, and reading
 * goes on with the next line. Line ends of all kinds may be mixed. Memory is bounded by the longest row allowed.
 */
final class CsvRows {

    static final int LONGEST_ROW = 1024 * 1024;

    private static final int END = -1;
    private static final int TOO_LONG = -2;

    private final Reader reader;
    private final char delimiter;
    private final List<String> fields = new ArrayList<>();
    private char[] buffer = new char[64 * 1024];
    private int start;
    private int position;
    private int limit;
    private boolean ended;
    private boolean broken;

    CsvRows(Reader reader, char delimiter) {
        this.reader = reader;
        this.delimiter = delimiter;
    }

    /** The fields of the row read last; of a broken one, its pieces between delimiters. */
    List<String> fields() {
        return fields;
    }

    /** Whether the row read last has a quotation mark that is never closed, or text behind a closed one. */
    boolean broken() {
        return broken;
    }

    /** Reads the next row that is not an empty line. */
    boolean next() throws IOException {
        while (true) {
            start = position;
            fields.clear();
            broken = false;
            if (peek() == END) {
                return false;
            }
            if (!readRow()) {
                giveUpLine();
            }
            if (fields.size() > 1 || !fields.getFirst().isEmpty()) {
                return true;
            }
        }
    }

    /** @return false when the row cannot be understood */
    private boolean readRow() throws IOException {
        while (true) {
            boolean understood = peek() == '"' ? readQuoted() : readPlain();
            if (!understood) {
                return false;
            }
            int next = peek();
            if (next == delimiter) {
                position++;
            } else {
                endLine(next);
                return true;
            }
        }
    }

    private boolean readPlain() throws IOException {
        int from = position - start;
        int next = peek();
        while (next >= 0 && next != delimiter && !isLineEnd(next)) {
            position++;
            next = peek();
        }
        if (next == TOO_LONG) {
            return false;
        }
        fields.add(new String(buffer, start + from, position - start - from));
        return true;
    }

    private boolean readQuoted() throws IOException {
        StringBuilder value = new StringBuilder();
        position++;
        while (true) {
            int next = peek();
            if (next < 0) {
                return false;
            }
            position++;
            if (next != '"') {
                value.append((char) next);
            } else if (peek() == '"') {
                value.append('"');
                position++;
            } else {
                break;
            }
        }
        int behind = peek();
        fields.add(value.toString());
        return behind == END || behind == delimiter || (behind >= 0 && isLineEnd(behind));
    }

    /** Takes the line the row began with as it stands, and nothing behind it. */
    private void giveUpLine() throws IOException {
        broken = true;
        fields.clear();
        position = start;
        int from = 0;
        int next = peek();
        while (next >= 0 && !isLineEnd(next)) {
            if (next == delimiter) {
                fields.add(new String(buffer, start + from, position - start - from));
                from = position - start + 1;
            }
            position++;
            next = peek();
        }
        if (next == TOO_LONG) {
            throw new UnreadableFileException("file-row");
        }
        fields.add(new String(buffer, start + from, position - start - from));
        endLine(next);
    }

    private void endLine(int next) throws IOException {
        if (next == '\r') {
            position++;
            next = peek();
            if (next == '\n') {
                position++;
            }
        } else if (next == '\n') {
            position++;
        }
    }

    private static boolean isLineEnd(int character) {
        return character == '\n' || character == '\r';
    }

    private int peek() throws IOException {
        if (position == limit) {
            if (position - start > LONGEST_ROW) {
                return TOO_LONG;
            }
            if (ended || !fill()) {
                return END;
            }
        }
        return position - start > LONGEST_ROW ? TOO_LONG : buffer[position];
    }

    private boolean fill() throws IOException {
        if (start > 0) {
            System.arraycopy(buffer, start, buffer, 0, limit - start);
            position -= start;
            limit -= start;
            start = 0;
        }
        if (limit == buffer.length) {
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        }
        int read = reader.read(buffer, limit, buffer.length - limit);
        ended = read < 0;
        limit += Math.max(0, read);
        return !ended;
    }
}
