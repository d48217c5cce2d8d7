package io.kehu.customer.transfer;

import io.kehu.customer.CustomerProblem;
import io.kehu.starter.base.TimeOrderedIds;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.protection.audit.AuditEntry;
import io.kehu.starter.protection.audit.AuditTrail;
import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.page.Cursor;
import io.kehu.starter.web.page.Page;
import io.kehu.starter.web.page.PageRequest;
import io.kehu.starter.web.problem.FieldProblem;
import io.kehu.starter.web.problem.ProblemException;
import io.kehu.starter.web.problem.RequestLanguage;
import io.kehu.starter.web.version.EntityVersion;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Size;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.Charset;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/** Imports over HTTP: upload, map, rehearse, apply, fetch what was not taken. */
@RestController
@RequestMapping("/customer/v1/imports")
@Tag(name = "imports")
class ImportController {

    private static final String CSV = "text/csv";

    private final ImportJobs jobs;
    private final ImportRows rows;
    private final ImportFiles files;
    private final ErrorFile errorFile;
    private final ImportTasks.ImportStarts starts;
    private final Transactions transactions;
    private final AuditTrail audit;
    private final Clock clock;

    ImportController(
            ImportJobs jobs,
            ImportRows rows,
            ImportFiles files,
            ErrorFile errorFile,
            ImportTasks.ImportStarts starts,
            Transactions transactions,
            AuditTrail audit,
            Clock clock) {
        this.jobs = jobs;
        this.rows = rows;
        this.files = files;
        this.errorFile = errorFile;
        this.starts = starts;
        this.transactions = transactions;
        this.audit = audit;
        this.clock = clock;
    }

    /** The meaning of columns; those left out are ignored. See ImportView. */
    record MappingRequest(@NotEmpty @Size(max = 200) Map<String, String> columns) {}

    /**
     * A row's verdict.
     *
     * @param row below the header, from 1
     * @param reasons {@code field:code}; texts are in the error file
     */
    record RowView(
            int row,
            Verdict verdict,
            List<String> reasons,
            @Nullable String number,
            boolean applied) {}

    @PostMapping(consumes = {CSV, MediaType.APPLICATION_OCTET_STREAM_VALUE})
    @Operation(
            summary = "Upload a file",
            description =
                    "CSV in UTF-8 (with or without mark), UTF-16 with mark, or GB18030/GBK, up to 512 MiB; separated by comma,"
                            + " tab, semicolon or bar; the first row is the header. Encoding, separator and the meaning of columns are"
                            + " detected. Nothing is written to customers.")
    ResponseEntity<ImportView> upload(
            HttpServletRequest request,
            @Parameter(description = "Shown in lists.") @RequestParam(defaultValue = "import.csv") @Size(max = 200)
                    String fileName) {
        UUID id = TimeOrderedIds.next();
        try {
            transactions.run(() -> store(id, fileName, request));
        } catch (UnreadableFileException e) {
            throw new ProblemException(CustomerProblem.IMPORT_FILE_UNREADABLE, List.of(new FieldProblem("", e.code())));
        }
        ImportJob job = jobs.required(id);
        return ResponseEntity.created(URI.create("/customer/v1/imports/" + id))
                .eTag(new EntityVersion(job.version()).tag())
                .body(view(job));
    }

    @GetMapping("/{id}")
    @Operation(summary = "How an import stands")
    ResponseEntity<ImportView> get(@PathVariable UUID id) {
        ImportJob job = jobs.required(id);
        return ResponseEntity.ok().eTag(new EntityVersion(job.version()).tag()).body(view(job));
    }

    @PutMapping("/{id}/mapping")
    @Operation(
            summary = "Say what the columns mean",
            description = "Targets: `number`, `fullName`, `phone`, `email`, `birthDate`, `language`, `stage`,"
                    + " `consent:<channel>:<purpose>`, `reference:<system>`, `ignore`. Needs If-Match.")
    ResponseEntity<ImportView> map(
            @PathVariable UUID id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @Valid @RequestBody MappingRequest request) {
        EntityVersion expected = EntityVersion.required(ifMatch);
        transactions.run(() -> {
            ImportJob job = jobs.lock(id);
            expected.mustBe(job.version(), () -> view(job), () -> List.of("mapping", "state"));
            mustBe(job, ImportState.UPLOADED, ImportState.CHECKED);
            ColumnMapping mapping = new ColumnMapping(request.columns());
            verify(mapping, job.shape().columns());
            jobs.setMapping(id, mapping);
        });
        return get(id);
    }

    @PostMapping("/{id}/dry-run")
    @Operation(
            summary = "Rehearse",
            description = "Gives every row a verdict and writes nothing else. Runs as a job; poll the import.")
    ResponseEntity<ImportView> dryRun(@PathVariable UUID id) {
        transactions.run(() -> {
            ImportJob job = jobs.lock(id);
            if (job.state() == ImportState.CHECKING) {
                return;
            }
            mustBe(job, ImportState.UPLOADED, ImportState.CHECKED, ImportState.FAILED);
            if (job.applied() > 0) {
                throw wrongState(job);
            }
            verify(job.mapping(), job.shape().columns());
            jobs.move(id, List.of(job.state()), ImportState.CHECKING, null);
            audit.record(AuditEntry.of("import.check", id.toString()));
        });
        starts.check(id);
        return accepted(id);
    }

    @PostMapping("/{id}/apply")
    @Operation(
            summary = "Apply a checked import",
            description =
                    "Runs as a job that survives a restart; each row is applied once. After a failure, apply again to go on.")
    ResponseEntity<ImportView> apply(@PathVariable UUID id) {
        transactions.run(() -> {
            ImportJob job = jobs.lock(id);
            if (job.state() == ImportState.APPLYING || job.state() == ImportState.APPLIED) {
                return;
            }
            mustBe(job, ImportState.CHECKED, ImportState.FAILED);
            if (job.checked() < job.total()) {
                throw wrongState(job);
            }
            jobs.move(id, List.of(job.state()), ImportState.APPLYING, null);
            audit.record(AuditEntry.of("import.apply", id.toString()));
        });
        starts.apply(id);
        return accepted(id);
    }

    @GetMapping("/{id}/rows")
    @Operation(summary = "Verdicts row by row")
    Page<RowView> rows(
            @PathVariable UUID id,
            @ParameterObject @Valid PageRequest page,
            @RequestParam(required = false) @Nullable Verdict verdict) {
        jobs.required(id);
        Cursor after = page.after(1);
        List<ImportRows.Stored> found = rows.page(id, verdict, after == null ? 0 : (int) after.number(0), page.fetch());
        return Page.of(found, page, last -> Cursor.of(last.rowNo()))
                .map(row -> new RowView(row.rowNo(), row.verdict(), row.reasons(), row.number(), row.applied()));
    }

    @GetMapping(path = "/{id}/errors", produces = CSV)
    @Operation(
            summary = "Rows that were not taken",
            description = "The original rows and a column of reasons, as UTF-8 CSV. Correct it and upload it alone.")
    ResponseEntity<StreamingResponseBody> errors(@PathVariable UUID id, HttpServletRequest request) {
        ImportJob job = jobs.required(id);
        Locale locale = RequestLanguage.of(request);
        transactions.run(() -> audit.record(AuditEntry.of("import.errors", id.toString())));
        return ResponseEntity.ok()
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename("errors-" + id + ".csv")
                                .build()
                                .toString())
                .contentType(MediaType.parseMediaType("text/csv;charset=UTF-8"))
                .body(output -> errorFile.write(job, locale, output));
    }

    @DeleteMapping("/{id}")
    @Operation(summary = "Give an import up", description = "What was applied stays. Needs If-Match.")
    ResponseEntity<Void> cancel(
            @PathVariable UUID id, @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch) {
        EntityVersion expected = EntityVersion.required(ifMatch);
        transactions.run(() -> {
            ImportJob job = jobs.lock(id);
            expected.mustBe(job.version(), () -> view(job), () -> List.of("state"));
            if (job.state() == ImportState.APPLIED) {
                throw wrongState(job);
            }
            jobs.move(id, List.of(job.state()), ImportState.CANCELLED, null);
            audit.record(AuditEntry.of("import.cancel", id.toString()));
        });
        return ResponseEntity.noContent().build();
    }

    private void store(UUID id, String fileName, HttpServletRequest request) {
        jobs.begin(id, fileName, Caller.required().originatingSubject());
        try {
            files.store(id, request.getInputStream());
            Charset encoding = EncodingDetector.detect(() -> files.open(id));
            FileShape shape = CsvFile.shape(files.open(id), encoding);
            int total = CsvFile.read(files.open(id), shape, row -> true);
            if (total == 0) {
                throw new UnreadableFileException("file-no-rows");
            }
            jobs.describe(id, shape, ColumnMapping.suggest(shape.columns()), total);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        audit.record(AuditEntry.of("import.upload", id.toString()));
    }

    private ResponseEntity<ImportView> accepted(UUID id) {
        ImportJob job = jobs.required(id);
        return ResponseEntity.accepted()
                .location(URI.create("/customer/v1/imports/" + id))
                .eTag(new EntityVersion(job.version()).tag())
                .body(view(job));
    }

    private ImportView view(ImportJob job) {
        return ImportView.of(job, rows.counts(job.id()), clock.instant());
    }

    private static void verify(ColumnMapping mapping, List<String> columns) {
        mapping.fault(columns).ifPresent(fault -> {
            String code = "mapping-" + fault.name().toLowerCase(Locale.ROOT).replace('_', '-');
            throw new ProblemException(
                    CustomerProblem.IMPORT_MAPPING_INVALID, List.of(new FieldProblem("/columns", code)));
        });
    }

    private static void mustBe(ImportJob job, ImportState... allowed) {
        if (!List.of(allowed).contains(job.state())) {
            throw wrongState(job);
        }
    }

    private static ProblemException wrongState(ImportJob job) {
        return new ProblemException(CustomerProblem.IMPORT_STATE, job.state());
    }
}
