package io.kehu.loyalty.transfer;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.kehu.loyalty.LoyaltyProblem;
import io.kehu.starter.web.problem.FieldProblem;
import io.kehu.starter.web.problem.ProblemException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads a file row by row; memory stays flat however long it is, because neither a field nor a batch is longer than a bound. */
final class ImportFile {

    static final int MOST_ROWS = 200_000;

    private static final int BATCH = 1_000;
    private static final int LONGEST_ROW = 64 * 1024;
    private static final char MARK = '\uFEFF';

    private ImportFile() {}

    /** What a file says; all but the last have to be there, in any order. */
    enum Column {
        NUMBER("number"),
        POINTS("points"),
        EARNED_ON("earnedOn"),
        EXPIRES_ON("expiresOn"),
        REFERENCE("reference"),
        SPENDABLE_ON("spendableOn");

        private final String heading;

        Column(String heading) {
            this.heading = heading;
        }
    }

    /**
     * A row.
     *
     * @param position line in the file, the header is 1
     * @param cells as they are in the file
     * @param values without blanks around them; missing where there are not as many as the header has
     */
    record Line(int position, List<String> cells, @Nullable Map<Column, String> values) {}

    /**
     * Visits the rows below the header in order, in batches.
     *
     * @throws ProblemException when it is no such file
     */
    static void read(InputStream input, Consumer<List<Line>> visitor) throws IOException {
        try (BufferedReader text = text(input);
                CloseableIterator<CsvRecord> records = CsvReader.builder()
                        .maxBufferSize(LONGEST_ROW)
                        .allowExtraFields(true)
                        .allowMissingFields(true)
                        .ofCsvRecord(text)
                        .iterator()) {
            read(records, visitor);
        } catch (CsvParseException | UncheckedIOException | CharacterCodingException e) {
            throw unreadable(isEncoding(e) ? "import-encoding" : "import-row");
        }
    }

    private static void read(CloseableIterator<CsvRecord> records, Consumer<List<Line>> visitor) {
        if (!records.hasNext()) {
            throw unreadable("import-empty");
        }
        List<Column> columns = columns(records.next().getFields());
        List<Line> batch = new ArrayList<>();
        int rows = 0;
        while (records.hasNext()) {
            batch.add(line(records.next(), columns));
            rows++;
            if (rows > MOST_ROWS) {
                throw unreadable("import-rows");
            }
            if (batch.size() == BATCH) {
                visitor.accept(List.copyOf(batch));
                batch.clear();
            }
        }
        if (rows == 0) {
            throw unreadable("import-empty");
        }
        if (!batch.isEmpty()) {
            visitor.accept(batch);
        }
    }

    private static List<Column> columns(List<String> headings) {
        Map<String, Column> known = new HashMap<>();
        for (Column column : Column.values()) {
            known.put(column.heading, column);
        }
        List<Column> columns = new ArrayList<>();
        for (String heading : headings) {
            Column column = known.remove(heading.strip());
            if (column == null) {
                throw unreadable("import-header");
            }
            columns.add(column);
        }
        known.remove(Column.SPENDABLE_ON.heading);
        if (!known.isEmpty()) {
            throw unreadable("import-header");
        }
        return columns;
    }

    private static Line line(CsvRecord row, List<Column> columns) {
        List<String> cells = row.getFields();
        int position = Math.toIntExact(row.getStartingLineNumber());
        if (cells.size() != columns.size()) {
            return new Line(position, cells, null);
        }
        Map<Column, String> values = new EnumMap<>(Column.class);
        for (int i = 0; i < cells.size(); i++) {
            values.put(columns.get(i), cells.get(i).strip());
        }
        return new Line(position, cells, values);
    }

    /** In UTF-8 and nothing else, without the mark that some programs put in front. */
    private static BufferedReader text(InputStream input) throws IOException {
        BufferedReader text = new BufferedReader(new InputStreamReader(
                input,
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT)));
        text.mark(1);
        if (text.read() != MARK) {
            text.reset();
        }
        return text;
    }

    private static boolean isEncoding(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CharacterCodingException) {
                return true;
            }
        }
        return false;
    }

    private static ProblemException unreadable(String code) {
        return new ProblemException(LoyaltyProblem.POINTS_IMPORT_UNREADABLE, List.of(new FieldProblem("", code)));
    }
}
