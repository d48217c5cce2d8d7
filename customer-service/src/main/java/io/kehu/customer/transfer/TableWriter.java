package io.kehu.customer.transfer;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/** Writes a table in one of the kinds that can be imported, row by row. */
interface TableWriter extends Closeable {

    void write(List<String> fields);

    static TableWriter of(FileShape shape, OutputStream output) throws IOException {
        return switch (shape.format()) {
            case CSV -> new Csv(output, shape.delimiter());
            case XLSX -> new Xlsx(output, String.valueOf(shape.sheet()));
        };
    }

    /** As text in UTF-8, harmless to spreadsheets. */
    final class Csv implements TableWriter {

        private final CsvWriter csv;

        Csv(OutputStream output, char delimiter) throws IOException {
            Writer writer = new OutputStreamWriter(output, StandardCharsets.UTF_8);
            // Spreadsheets need the mark to see that this is UTF-8.
            writer.write('\uFEFF');
            this.csv = CsvWriter.builder().fieldSeparator(delimiter).build(writer);
        }

        @Override
        public void write(List<String> fields) {
            csv.writeRecord(fields.stream().map(HarmlessText::ofCellAsItCame).toList());
        }

        @Override
        public void close() throws IOException {
            csv.close();
        }
    }

    /** As a workbook of one sheet whose cells are all text, so that nothing in it is a formula or rounded. */
    final class Xlsx implements TableWriter {

        private static final int ROWS_IN_MEMORY = 500;

        private final Workbook workbook;
        private final Worksheet sheet;
        private int next;

        Xlsx(OutputStream output, String sheetName) {
            this.workbook = new Workbook(output, "Kehu", "1.0");
            this.sheet = workbook.newWorksheet(sheetName);
        }

        @Override
        public void write(List<String> fields) {
            for (int i = 0; i < fields.size(); i++) {
                if (!fields.get(i).isEmpty()) {
                    sheet.inlineString(next, i, fields.get(i));
                }
            }
            next++;
            if (next % ROWS_IN_MEMORY == 0) {
                try {
                    sheet.flush();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }

        @Override
        public void close() throws IOException {
            workbook.close();
        }
    }
}
