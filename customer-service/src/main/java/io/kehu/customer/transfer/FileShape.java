package io.kehu.customer.transfer;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a file is to be read.
 *
 * @param encoding of the text
 * @param delimiter between fields; of a workbook, as its error file would have it
 * @param columns the header, as written; columns without a name are named by their place, such as {@code #3}
 * @param sheet of a workbook
 * @param sheets all sheets of a workbook
 */
record FileShape(
        FileFormat format,
        Charset encoding,
        char delimiter,
        List<String> columns,
        @Nullable String sheet,
        List<String> sheets) {

    FileShape {
        columns = List.copyOf(columns);
        sheets = List.copyOf(sheets);
    }

    static FileShape csv(Charset encoding, char delimiter, List<String> columns) {
        return new FileShape(FileFormat.CSV, encoding, delimiter, columns, null, List.of());
    }

    static FileShape xlsx(List<String> columns, String sheet, List<String> sheets) {
        return new FileShape(FileFormat.XLSX, StandardCharsets.UTF_8, ',', columns, sheet, sheets);
    }
}
