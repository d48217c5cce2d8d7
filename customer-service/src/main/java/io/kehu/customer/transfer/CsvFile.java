package io.kehu.customer.transfer;

import java.io.BufferedReader;
import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a text file row by row; memory stays flat however long it is, because no row may be longer than a bound. */
final class CsvFile {

    static final String BROKEN_QUOTE = "row:quote";

    private static final char[] DELIMITERS = {',', '\t', ';', '|'};

    /** What some spreadsheets write in front, to say how they separate fields. */
    private static final Pattern SEPARATOR_LINE = Pattern.compile("\"?sep=(.)\"?");

    private CsvFile() {}

    /** Reads the header, and makes sure that it is one. */
    static FileShape shape(EncodingDetector.Source source, Charset encoding) throws IOException {
        char delimiter;
        try (BufferedReader reader = reader(source.open(), encoding)) {
            String line = boundedLine(reader);
            Character said = separator(line);
            delimiter = said == null ? delimiter(line) : said;
        }
        try (BufferedReader reader = reader(source.open(), encoding)) {
            CsvRows rows = new CsvRows(reader, delimiter);
            if (!nextBelowSeparator(rows, true) || rows.broken()) {
                throw new UnreadableFileException("file-header");
            }
            return FileShape.csv(encoding, delimiter, FileHeader.of(rows.fields()));
        }
    }

    /** Visits the rows below the header, in order. @return how many there were */
    static int read(InputStream input, FileShape shape, FileRow.Visitor visitor) {
        try (BufferedReader reader = reader(input, shape.encoding())) {
            CsvRows rows = new CsvRows(reader, shape.delimiter());
            int number = 0;
            nextBelowSeparator(rows, true);
            while (nextBelowSeparator(rows, false)) {
                if (rows.fields().stream().allMatch(String::isBlank)) {
                    continue;
                }
                number++;
                FileRow row = new FileRow(number, rows.fields(), rows.broken() ? BROKEN_QUOTE : null, Map.of());
                if (!visitor.visit(row)) {
                    break;
                }
            }
            return number;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean nextBelowSeparator(CsvRows rows, boolean first) throws IOException {
        boolean found = rows.next();
        // The line "sep=," falls apart at its own separator.
        boolean separatorLine = first && found && separator(String.join("?", rows.fields())) != null;
        return separatorLine ? rows.next() : found;
    }

    private static @Nullable Character separator(String line) {
        Matcher matcher = SEPARATOR_LINE.matcher(line);
        return matcher.matches() ? matcher.group(1).charAt(0) : null;
    }

    private static BufferedReader reader(InputStream input, Charset encoding) {
        return new BufferedReader(new WithoutMark(new InputStreamReader(input, encoding)));
    }

    private static String boundedLine(BufferedReader reader) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = reader.read(); next >= 0; next = reader.read()) {
            boolean lineEnd = next == '\n' || next == '\r';
            if (lineEnd && !line.isEmpty()) {
                break;
            }
            if (line.length() >= CsvRows.LONGEST_ROW) {
                throw new UnreadableFileException("file-row");
            }
            if (!lineEnd) {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    private static char delimiter(String header) {
        char best = DELIMITERS[0];
        long most = 0;
        for (char candidate : DELIMITERS) {
            long count =
                    header.chars().filter(character -> character == candidate).count();
            if (count > most) {
                most = count;
                best = candidate;
            }
        }
        return best;
    }

    /** Leaves out the byte order mark that some programs put in front. */
    private static final class WithoutMark extends FilterReader {

        private boolean first = true;

        WithoutMark(Reader reader) {
            super(reader);
        }

        @Override
        public int read(char[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            if (first && read > 0) {
                first = false;
                if (buffer[offset] == '\uFEFF') {
                    System.arraycopy(buffer, offset + 1, buffer, offset, read - 1);
                    return read == 1 ? read(buffer, offset, length) : read - 1;
                }
            }
            return read;
        }

        @Override
        public int read() throws IOException {
            char[] one = new char[1];
            return read(one, 0, 1) < 0 ? -1 : one[0];
        }
    }
}
