package io.kehu.customer.transfer;

import io.kehu.customer.catalogue.ImportedFields;
import io.kehu.customer.customer.CustomFields;
import io.kehu.customer.customer.CustomerTokens;
import io.kehu.customer.customer.DraftParser;
import io.kehu.customer.customer.DraftParser.RawDraft;
import io.kehu.customer.customer.ParticularsParser.RawParticulars;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Reads rows with a mapping. Whatever cannot be understood becomes a reason; nothing is cut or dropped in silence. */
@Component
class RowReader {

    private final DraftParser parser;
    private final CustomerTokens tokens;
    private final ImportedFields customFields;

    RowReader(DraftParser parser, CustomerTokens tokens, ImportedFields customFields) {
        this.parser = parser;
        this.tokens = tokens;
        this.customFields = customFields;
    }

    ImportedRow read(FileRow row, ImportJob job) {
        List<String> columns = job.shape().columns();
        if (row.fault() != null) {
            return unreadable(row, row.fault());
        }
        RowCells cells = new RowCells(job.dateOrder());
        Map<String, String> custom = new HashMap<>();
        int width = Math.min(row.fields().size(), columns.size());
        boolean surplus = row.fields().stream().skip(width).anyMatch(field -> !field.isBlank());
        if (surplus || row.fields().size() < columns.size()) {
            cells.reasons().add("row:columns");
        }
        boolean suspect = false;
        for (int i = 0; i < width; i++) {
            String target = job.mapping().targets().getOrDefault(columns.get(i), "ignore");
            String cell = row.fields().get(i).strip();
            String value = HarmlessText.back(cell);
            String fault =
                    HarmlessText.isTorn(cell) ? "quote" : row.cellFaults().get(i);
            if (fault != null && !target.equals("ignore")) {
                cells.reasons().add(ColumnMapping.field(target) + ":" + fault);
                suspect = true;
            } else if (CellWords.isNothing(value)) {
                continue;
            } else if (target.startsWith(CustomFields.PREFIX)) {
                custom(cells, custom, target.substring(CustomFields.PREFIX.length()), value, job.dateOrder());
            } else {
                cells.fill(target, value);
            }
        }
        return understood(row, cells, custom, suspect);
    }

    private ImportedRow understood(FileRow row, RowCells cells, Map<String, String> customTexts, boolean suspect) {
        DraftParser.Result result = parser.parse(cells.draft());
        List<String> reasons = cells.reasons();
        result.faults().forEach(fault -> reasons.add(cells.target(fault.field()) + ":" + fault.code()));
        if (!cells.saysWho() && !suspect) {
            reasons.add("fullName:required");
        }
        ImportedFields.Outcome custom = customFields.read(customTexts);
        reasons.addAll(custom.reasons());
        return new ImportedRow(
                row.number(),
                result.draft(),
                cells.saysKind(),
                cells.number(),
                cells.references(),
                cells.consents(),
                custom.values(),
                tokens.keys(result.draft()),
                cells.belonging(),
                reasons);
    }

    private ImportedRow unreadable(FileRow row, String fault) {
        DraftParser.Result nothing =
                parser.parse(new RawDraft(null, null, null, RawParticulars.NONE, null, null, List.of()));
        return new ImportedRow(
                row.number(),
                nothing.draft(),
                false,
                null,
                List.of(),
                List.of(),
                Map.of(),
                List.of(),
                Belonging.UNSAID,
                List.of(fault));
    }

    private void custom(RowCells cells, Map<String, String> custom, String code, String value, DateOrder dateOrder) {
        if (!customFields.isDate(code)) {
            custom.put(code, value);
            return;
        }
        switch (FileDates.read(value, dateOrder)) {
            case FileDates.Reading.Found found -> custom.put(code, found.date().toString());
            case FileDates.Reading.Refused refused ->
                cells.reasons().add(CustomFields.PREFIX + code + ":" + refused.code());
        }
    }
}
