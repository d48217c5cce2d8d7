package io.kehu.customer.transfer;

import io.kehu.customer.catalogue.ImportedFields;
import io.kehu.customer.customer.web.WholeStock;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.protection.audit.AuditEntry;
import io.kehu.starter.protection.audit.AuditTrail;
import io.kehu.starter.web.page.Cursor;
import io.kehu.starter.web.page.Page;
import io.kehu.starter.web.page.PageRequest;
import io.kehu.starter.web.problem.RequestLanguage;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/** The rows of an import over HTTP: what each would do or did, and those that were not taken as a file. */
@RestController
@WholeStock
@RequestMapping("/customer/v1/imports/{id}")
@Tag(name = "imports")
class ImportRowsController {

    private final ImportJobs jobs;
    private final ImportRows rows;
    private final RowChanges changes;
    private final ErrorFile errorFile;
    private final ImportedFields customFields;
    private final Transactions transactions;
    private final AuditTrail audit;

    ImportRowsController(
            ImportJobs jobs,
            ImportRows rows,
            RowChanges changes,
            ErrorFile errorFile,
            ImportedFields customFields,
            Transactions transactions,
            AuditTrail audit) {
        this.jobs = jobs;
        this.rows = rows;
        this.changes = changes;
        this.errorFile = errorFile;
        this.customFields = customFields;
        this.transactions = transactions;
        this.audit = audit;
    }

    /** What an undo made of the customer a row means. */
    enum Outcome {
        /** As before the import. */
        UNDONE,
        /** Left as they are. */
        KEPT
    }

    /**
     * A row's verdict.
     *
     * @param row below the header, from 1
     * @param reasons {@code field:code}; texts are in the error file
     * @param changes what the row would change of a known customer, each value masked unless the caller's role lifts the mask
     * @param outcome of an undo
     * @param keptBecause why the undo left the customer as they are, as a code
     */
    record RowView(
            @Schema(example = "17") int row,
            Verdict verdict,
            @Schema(example = "[\"phone\"]") List<String> reasons,
            @Schema(example = "C00000000135") @Nullable String number,
            boolean applied,
            @Nullable List<RowChangeView> changes,
            @Nullable Outcome outcome,

            @Schema(example = "kept-changed-since") @Nullable
            String keptBecause) {}

    @GetMapping("/rows")
    @Operation(
            summary = "Verdicts row by row",
            description =
                    "Rows that would change a known customer say which fields; after an undo, rows say what became of their customer.")
    ResponseEntity<Page<RowView>> rows(
            @PathVariable UUID id,
            @ParameterObject @Valid PageRequest page,
            @RequestParam(required = false) @Nullable Verdict verdict,
            @Parameter(description = "Only rows whose customer an undo has settled in this way.")
                    @RequestParam(required = false)
                    @Nullable
                    Outcome outcome) {
        jobs.required(id);
        Cursor after = page.after(1);
        ImportRows.Filter filter = new ImportRows.Filter(verdict, outcome == null ? null : outcome.name());
        Page<RowView> found = transactions.call(() -> {
            List<ImportRows.Stored> stored =
                    rows.page(id, filter, after == null ? 0 : (int) after.number(0), page.fetch());
            Page<ImportRows.Stored> items = Page.of(stored, page, last -> Cursor.of(last.rowNo()));
            Map<Integer, List<RowChange>> byRow = changes.of(
                    id,
                    items.items().stream()
                            .filter(row -> row.verdict() == Verdict.UPDATE)
                            .map(ImportRows.Stored::rowNo)
                            .toList());
            record(items.items(), byRow);
            return items.map(row -> view(row, byRow.get(row.rowNo())));
        });
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(found);
    }

    @GetMapping(
            path = "/errors",
            produces = {"text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"})
    @ApiResponse(
            responseCode = "200",
            content = {
                @Content(mediaType = "text/csv", schema = @Schema(type = "string")),
                @Content(
                        mediaType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                        schema = @Schema(type = "string", format = "binary"))
            })
    @Operation(
            summary = "Rows that were not taken",
            description =
                    "The original rows and a column of reasons, as UTF-8 CSV or as XLSX like the upload. Correct it and upload it alone;"
                            + " the column of reasons is ignored.")
    ResponseEntity<StreamingResponseBody> errors(@PathVariable UUID id, HttpServletRequest request) {
        ImportJob job = jobs.required(id);
        ImportAnswers.mustBeRemembered(job);
        Locale locale = RequestLanguage.of(request);
        transactions.run(() -> audit.record(AuditEntry.of("import.errors", id.toString())));
        FileFormat format = job.shape().format();
        return ResponseEntity.ok()
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename("errors-" + id + "." + format.extension())
                                .build()
                                .toString())
                .contentType(MediaType.parseMediaType(format.mediaType()))
                .body(output -> errorFile.write(job, locale, output));
    }

    private void record(List<ImportRows.Stored> stored, Map<Integer, List<RowChange>> byRow) {
        List<AuditEntry> read = new ArrayList<>();
        for (ImportRows.Stored row : stored) {
            List<RowChange> ofRow = byRow.get(row.rowNo());
            if (ofRow != null && row.number() != null) {
                String[] fields =
                        ofRow.stream().map(RowChange::field).distinct().toArray(String[]::new);
                read.add(AuditEntry.of("import.rows", row.number(), fields));
            }
        }
        audit.recordAll(read);
    }

    private RowView view(ImportRows.Stored row, @Nullable List<RowChange> ofRow) {
        return new RowView(
                row.rowNo(),
                row.verdict(),
                row.reasons(),
                row.number(),
                row.applied(),
                ofRow == null
                        ? null
                        : ofRow.stream()
                                .map(change -> RowChangeView.of(change, customFields))
                                .filter(Objects::nonNull)
                                .toList(),
                row.outcome() == null ? null : Outcome.valueOf(row.outcome()),
                row.kept());
    }
}
