package io.kehu.customer.transfer;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads a file row by row; memory stays flat however long it is, because no row may be longer than a bound. */
final class CsvFile {

    private static final int LONGEST_ROW = 1024 * 1024;
    private static final int MOST_COLUMNS = 200;
    private static final char[] DELIMITERS = {',', '\t', ';', '|'};

    private CsvFile() {}

    /** One row; the header is row 0. */
    record Row(int number, List<String> fields) {}

    /** Takes rows; returning false ends the reading. */
    @FunctionalInterface
    interface RowVisitor {
        boolean visit(Row row);
    }

    /** Reads the header, and makes sure that it is one. */
    static FileShape shape(InputStream input, Charset encoding) {
        try (BufferedReader reader = reader(input, encoding)) {
            String header = boundedLine(reader);
            if (header.isBlank()) {
                throw new UnreadableFileException("file-header");
            }
            char delimiter = delimiter(header);
            List<String> columns =
                    CsvReader.builder().fieldSeparator(delimiter).ofSingleCsvRecord(header).getFields().stream()
                            .map(String::strip)
                            .toList();
            verifyHeader(columns);
            return new FileShape(encoding, delimiter, columns);
        } catch (CsvParseException e) {
            throw new UnreadableFileException("file-header");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Visits the rows below the header, in order. @return how many there were */
    static int read(InputStream input, FileShape shape, RowVisitor visitor) {
        CsvReader.CsvReaderBuilder builder = CsvReader.builder()
                .fieldSeparator(shape.delimiter())
                .skipEmptyLines(true)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .allowUnclosedQuote(false)
                .maxBufferSize(LONGEST_ROW);
        int number = -1;
        try (CsvReader<CsvRecord> csv = builder.ofCsvRecord(reader(input, shape.encoding()))) {
            for (CsvRecord csvRecord : csv) {
                number++;
                if (number > 0 && !visitor.visit(new Row(number, csvRecord.getFields()))) {
                    break;
                }
            }
            return Math.max(0, number);
        } catch (CsvParseException e) {
            throw new UnreadableFileException("file-row");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static BufferedReader reader(InputStream input, Charset encoding) {
        return new BufferedReader(new WithoutMark(new InputStreamReader(input, encoding)));
    }

    private static String boundedLine(BufferedReader reader) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = reader.read(); next >= 0 && next != '\n' && next != '\r'; next = reader.read()) {
            if (line.length() >= LONGEST_ROW) {
                throw new UnreadableFileException("file-row");
            }
            line.append((char) next);
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

    private static void verifyHeader(List<String> columns) {
        if (columns.size() > MOST_COLUMNS) {
            throw new UnreadableFileException("file-columns");
        }
        List<String> seen = new ArrayList<>();
        for (String column : columns) {
            String folded = column.toLowerCase(Locale.ROOT);
            boolean looksLikeData = folded.contains("@") || folded.matches(".*\\d{7,}.*");
            if (looksLikeData) {
                throw new UnreadableFileException("file-header");
            }
            if (!folded.isEmpty() && seen.contains(folded)) {
                throw new UnreadableFileException("file-header-twice");
            }
            seen.add(folded);
        }
    }

    /** Leaves out the byte order mark that some programs put in front. */
    private static final class WithoutMark extends java.io.FilterReader {

        private boolean first = true;

        WithoutMark(java.io.Reader reader) {
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
