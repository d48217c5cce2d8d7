package io.kehu.customer.transfer;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.kehu.starter.web.problem.Problems;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** The rows that were not taken, as they came, with a column that says why: to be corrected and uploaded alone. */
@Component
class ErrorFile {

    private static final int PAGE = 1_000;

    private final ImportFiles files;
    private final ImportRows rows;
    private final Problems problems;

    ErrorFile(ImportFiles files, ImportRows rows, Problems problems) {
        this.files = files;
        this.rows = rows;
        this.problems = problems;
    }

    void write(ImportJob job, Locale locale, OutputStream output) throws IOException {
        Map<Integer, String> reasons = reasons(job, locale);
        Writer writer = new OutputStreamWriter(output, StandardCharsets.UTF_8);
        // Spreadsheets need the mark to see that this is UTF-8.
        writer.write('\uFEFF');
        try (CsvWriter csv = CsvWriter.builder().build(writer)) {
            List<String> header = new ArrayList<>(job.shape().columns());
            header.add(problems.fieldText("import-reason-column", locale));
            csv.writeRecord(header);
            CsvFile.read(files.open(job.id()), job.shape(), row -> {
                String reason = reasons.get(row.number());
                if (reason != null) {
                    List<String> fields = new ArrayList<>();
                    row.fields().forEach(field -> fields.add(harmless(field)));
                    fields.add(reason);
                    csv.writeRecord(fields);
                }
                return true;
            });
        }
    }

    /** What a spreadsheet would take for a formula is made text; the import takes the apostrophe off again. */
    private static String harmless(String field) {
        return !field.isEmpty() && "=+-@\t\r".indexOf(field.charAt(0)) >= 0 ? "'" + field : field;
    }

    private Map<Integer, String> reasons(ImportJob job, Locale locale) {
        Map<Integer, String> reasons = new HashMap<>();
        for (Verdict verdict : Verdict.values()) {
            int after = 0;
            List<ImportRows.Stored> page = verdict.isFault() ? rows.page(job.id(), verdict, after, PAGE) : List.of();
            while (!page.isEmpty()) {
                page.forEach(row -> reasons.put(row.rowNo(), text(row, locale)));
                after = page.getLast().rowNo();
                page = rows.page(job.id(), verdict, after, PAGE);
            }
        }
        return reasons;
    }

    private String text(ImportRows.Stored row, Locale locale) {
        return row.reasons().stream().map(reason -> text(reason, locale)).collect(Collectors.joining("; "));
    }

    /** {@code phone:phone} becomes the name of the field and what is expected of it. */
    private String text(String reason, Locale locale) {
        String[] parts = reason.split(":", 3);
        String what = problems.fieldText(parts[1], locale);
        String detail = parts.length > 2 ? " " + parts[2] : "";
        return parts[0].equals("row")
                ? what + detail
                : problems.fieldText("target-" + parts[0], locale) + ": " + what + detail;
    }
}
