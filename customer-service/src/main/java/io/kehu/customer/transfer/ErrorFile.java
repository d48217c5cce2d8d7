package io.kehu.customer.transfer;

import io.kehu.customer.customer.CustomFields;
import io.kehu.starter.web.problem.Problems;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The rows that were not taken, as they came and in a file of the kind they came in, with a column that says why: to be corrected and
 * uploaded alone. Made when it is asked for, from the sealed upload, and kept nowhere.
 */
@Component
class ErrorFile {

    private static final int PAGE = 1_000;

    /** {@code field.import-reason-column} of the bundles; a file that has such a column came from here. */
    private static final Set<String> REASON_COLUMNS = Set.of("import: reason", "导入原因");

    private final TableFiles files;
    private final ImportRows rows;
    private final Problems problems;

    ErrorFile(TableFiles files, ImportRows rows, Problems problems) {
        this.files = files;
        this.rows = rows;
        this.problems = problems;
    }

    /** Whether a column holds the reasons of an error file, which mean nothing when it is uploaded again. */
    static boolean isReasonColumn(String column) {
        return REASON_COLUMNS.contains(column.strip().toLowerCase(Locale.ROOT));
    }

    void write(ImportJob job, Locale locale, OutputStream output) throws IOException {
        List<String> columns = job.shape().columns();
        int reasonAt = columns.size();
        for (int i = 0; i < columns.size(); i++) {
            reasonAt = isReasonColumn(columns.get(i)) ? i : reasonAt;
        }
        int place = reasonAt;
        boolean own = place < columns.size();
        Faults faults = new Faults(job.id());
        try (TableWriter table = TableWriter.of(job.shape(), output)) {
            table.write(with(columns, place, own, problems.fieldText("import-reason-column", locale)));
            files.read(job.id(), job.shape(), row -> {
                List<String> reasons = faults.of(row.number());
                if (reasons != null) {
                    List<String> fields = new ArrayList<>(row.fields());
                    while (fields.size() < columns.size()) {
                        fields.add("");
                    }
                    table.write(with(fields, place, own, text(reasons, locale)));
                }
                return !faults.isEmpty();
            });
        }
    }

    /** @param own whether the file has a column of reasons already; otherwise they stand behind everything else */
    private static List<String> with(List<String> fields, int place, boolean own, String value) {
        List<String> all = new ArrayList<>(fields);
        if (own) {
            all.set(place, value);
        } else {
            all.add(value);
        }
        return all;
    }

    private String text(List<String> reasons, Locale locale) {
        return reasons.stream().map(reason -> text(reason, locale)).collect(Collectors.joining("; "));
    }

    /** {@code phone:phone} becomes the name of the field and what is expected of it. */
    private String text(String reason, Locale locale) {
        String[] parts = reason.split(":", 3);
        String what = problems.fieldText(parts[1], locale);
        String detail = parts.length > 2 ? " " + parts[2] : "";
        if (parts[0].startsWith(CustomFields.PREFIX)) {
            return parts[0] + ": " + what + detail;
        }
        return parts[0].equals("row")
                ? what + detail
                : problems.fieldText("target-" + parts[0], locale) + ": " + what + detail;
    }

    /** Walks through the rows that were not taken page by page, in step with the file. */
    private final class Faults {

        private final UUID importId;
        private final Deque<ImportRows.Fault> page = new ArrayDeque<>();
        private int last;

        Faults(UUID importId) {
            this.importId = importId;
            fill();
        }

        boolean isEmpty() {
            return page.isEmpty();
        }

        @Nullable
        List<String> of(int rowNo) {
            ImportRows.Fault next = page.peek();
            if (next == null || next.rowNo() != rowNo) {
                return null;
            }
            page.remove();
            fill();
            return next.reasons();
        }

        private void fill() {
            if (page.isEmpty()) {
                page.addAll(rows.faults(importId, last, PAGE));
                last = page.isEmpty() ? Integer.MAX_VALUE : page.getLast().rowNo();
            }
        }
    }
}
