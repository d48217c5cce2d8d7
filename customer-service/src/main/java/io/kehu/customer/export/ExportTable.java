package io.kehu.customer.export;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.kehu.customer.transfer.HarmlessText;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/** Writes the rows of an export as a spreadsheet will show them as they are: text stays text, dates are dates. */
interface ExportTable {

    void header(List<String> headers) throws IOException;

    /** @param kinds of the cells, as far as they have one; what stands behind them is text */
    void row(List<String> cells, List<CellKind> kinds) throws IOException;

    /** Ends the file; one that is left without is not a whole one. */
    void finish() throws IOException;

    /** In UTF-8 with the mark that spreadsheets need. Cells that would be taken for something else get an apostrophe. */
    final class Csv implements ExportTable {

        private final CsvWriter csv;

        Csv(OutputStream output) throws IOException {
            Writer writer = new OutputStreamWriter(output, StandardCharsets.UTF_8);
            writer.write('\uFEFF');
            this.csv = CsvWriter.builder().build(writer);
        }

        @Override
        public void header(List<String> headers) {
            csv.writeRecord(headers.stream().map(HarmlessText::of).toList());
        }

        @Override
        public void row(List<String> cells, List<CellKind> kinds) {
            String[] fields = new String[cells.size()];
            for (int i = 0; i < fields.length; i++) {
                String cell = cells.get(i);
                boolean text = i >= kinds.size() || kinds.get(i).of(cell) == CellKind.TEXT;
                fields[i] = text ? HarmlessText.of(cell) : cell;
            }
            csv.writeRecord(fields);
        }

        @Override
        public void finish() throws IOException {
            csv.flush();
        }
    }

    /** As a workbook: one sheet of rows, and one that says where they come from. */
    final class Xlsx implements ExportTable {

        private static final int ROWS_IN_MEMORY = 500;

        /** Before this day the calendar of spreadsheets is one day off, and ends in 1900. */
        private static final LocalDate FIRST_TRUE_DAY = LocalDate.of(1900, 3, 1);

        private static final LocalDate AFTER_LAST_DAY = LocalDate.of(10_000, 1, 1);

        /** What a spreadsheet would read as one character. */
        private static final Pattern ESCAPE = Pattern.compile("_(?=x[0-9A-Fa-f]{4}_)");

        private final Workbook workbook;
        private final Worksheet sheet;
        private final String notesName;
        private final Map<String, String> notes;
        private int next;

        /** @param notes of the second sheet, and of the properties of the document */
        Xlsx(OutputStream output, String sheetName, String notesName, Map<String, String> notes) {
            this.workbook = new Workbook(output, "Kehu", "1.0");
            this.notesName = notesName;
            this.notes = notes;
            notes.forEach((name, value) -> workbook.properties().setTextProperty(name, value));
            this.sheet = workbook.newWorksheet(sheetName);
            sheet.freezePane(0, 1);
        }

        @Override
        public void header(List<String> headers) throws IOException {
            row(headers, List.of());
        }

        @Override
        public void row(List<String> cells, List<CellKind> kinds) throws IOException {
            for (int i = 0; i < cells.size(); i++) {
                if (!cells.get(i).isEmpty()) {
                    cell(i, cells.get(i), i < kinds.size() ? kinds.get(i) : CellKind.TEXT);
                }
            }
            next++;
            if (next % ROWS_IN_MEMORY == 0) {
                sheet.flush();
            }
        }

        @Override
        public void finish() throws IOException {
            sheet.finish();
            Worksheet about = workbook.newWorksheet(notesName);
            int line = 0;
            for (Map.Entry<String, String> note : notes.entrySet()) {
                about.inlineString(line, 0, note.getKey());
                text(about, line, 1, note.getValue());
                line++;
            }
            about.finish();
            workbook.finish();
        }

        private void cell(int column, String cell, CellKind kind) {
            switch (kind.of(cell)) {
                case NUMBER -> sheet.value(next, column, new BigDecimal(cell));
                case DATE -> date(column, cell);
                case TIME -> {
                    sheet.value(next, column, LocalDateTime.parse(cell.substring(0, cell.length() - 1)));
                    sheet.style(next, column).format("yyyy-mm-dd hh:mm:ss").set();
                }
                case TEXT -> text(sheet, next, column, HarmlessText.ofTextCell(cell));
            }
        }

        private void date(int column, String cell) {
            LocalDate date = LocalDate.parse(cell);
            if (date.isBefore(FIRST_TRUE_DAY) || !date.isBefore(AFTER_LAST_DAY)) {
                text(sheet, next, column, cell);
            } else {
                sheet.value(next, column, date);
                sheet.style(next, column).format("yyyy-mm-dd").set();
            }
        }

        /** Formatted as text too, so that a cell somebody edits does not become a formula. */
        private static void text(Worksheet target, int row, int column, String text) {
            String escaped = ESCAPE.matcher(text).replaceAll("_x005F_").replace("\r", "_x000D_");
            target.inlineString(row, column, escaped);
            target.style(row, column).format("@").set();
        }
    }
}
