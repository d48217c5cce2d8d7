package io.kehu.customer.transfer;

import io.kehu.customer.customer.web.WholeStock;
import io.kehu.starter.base.TimeOrderedIds;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.protection.audit.AuditEntry;
import io.kehu.starter.protection.audit.AuditTrail;
import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.version.EntityVersion;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Size;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
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

/** Imports over HTTP, up to the dry run: upload, say what the columns mean, rehearse. */
@RestController
@WholeStock
@RequestMapping("/customer/v1/imports")
@Tag(name = "imports")
class ImportController {

    private static final String CSV = "text/csv";
    private static final String XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private final ImportJobs jobs;
    private final ImportFiles files;
    private final TableFiles tables;
    private final ImportMappings mappings;
    private final ImportAnswers answers;
    private final CheckMapping checkMapping;
    private final ImportTasks.ImportStarts starts;
    private final Transactions transactions;
    private final AuditTrail audit;

    ImportController(
            ImportJobs jobs,
            ImportFiles files,
            TableFiles tables,
            ImportMappings mappings,
            ImportAnswers answers,
            CheckMapping checkMapping,
            ImportTasks.ImportStarts starts,
            Transactions transactions,
            AuditTrail audit) {
        this.jobs = jobs;
        this.files = files;
        this.tables = tables;
        this.mappings = mappings;
        this.answers = answers;
        this.checkMapping = checkMapping;
        this.starts = starts;
        this.transactions = transactions;
        this.audit = audit;
    }

    /**
     * How the file is to be read. What is left out stays as it is.
     *
     * @param columns the meaning of columns; those left out of the map are ignored. See ImportView
     * @param dateOrder how dates such as 03/04/2024 are meant; YMD refuses them
     * @param sheet of a workbook, by name
     * @param duplicateCheck whether rows are held back that would register somebody who is probably there already
     */
    record MappingRequest(
            @Nullable @Size(min = 1, max = 200) Map<String, String> columns,
            @Nullable DateOrder dateOrder,

            @Schema(example = "客户") @Nullable @Size(max = 200)
            String sheet,

            @Nullable DuplicateCheck duplicateCheck) {}

    @PostMapping(consumes = {CSV, XLSX, MediaType.APPLICATION_OCTET_STREAM_VALUE})
    @ApiResponse(responseCode = "201", useReturnTypeSchema = true)
    @Operation(
            summary = "Upload a file",
            description =
                    "A workbook (XLSX), or CSV in UTF-8 (with or without mark), UTF-16 with mark, or GB18030/GBK, up to 512 MiB and"
                            + " 1,000,000 rows; separated by comma, tab, semicolon or bar, or as a first line `sep=` says; the first"
                            + " row is the header. Encoding, separator and the meaning of columns are detected, or remembered from"
                            + " the last file with the same header. Nothing is written to customers.")
    ResponseEntity<ImportView> upload(
            HttpServletRequest request,
            @Parameter(description = "Shown in lists.") @RequestParam(defaultValue = "import.csv") @Size(max = 200)
                    String fileName) {
        UUID id = TimeOrderedIds.next();
        ImportAnswers.reading(() -> transactions.call(() -> store(id, fileName, request)));
        return answers.created(id);
    }

    @GetMapping("/{id}")
    @Operation(summary = "How an import stands")
    ResponseEntity<ImportView> get(@PathVariable UUID id) {
        return answers.ok(id);
    }

    @PutMapping("/{id}/mapping")
    @Operation(
            summary = "Say what the columns mean",
            description = "Targets: `number`, `fullName`, `phone`, `email`, `birthDate`, `language`, `stage`,"
                    + " `consent:<channel>:<purpose>`, `reference:<system>`, `custom.<code>`, `owner`, `team`, `pool`, `tags`,"
                    + " `ignore`. Another sheet of a workbook"
                    + " gets a mapping of its own. What was rehearsed or approved before is void. Needs If-Match.")
    ResponseEntity<ImportView> map(
            @PathVariable UUID id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @Valid @RequestBody MappingRequest request) {
        EntityVersion expected = EntityVersion.required(ifMatch);
        ImportAnswers.reading(() -> transactions.call(() -> {
            ImportJob job = jobs.lock(id);
            expected.mustBe(job.version(), () -> answers.view(job), () -> List.of("mapping", "state"));
            ImportAnswers.mustBe(job, ImportState.UPLOADED, ImportState.CHECKED, ImportState.APPROVED);
            jobs.startOver(id);
            remap(job, request);
            return id;
        }));
        return answers.ok(id);
    }

    @PostMapping("/{id}/dry-run")
    @ApiResponse(responseCode = "202", useReturnTypeSchema = true)
    @Operation(
            summary = "Rehearse",
            description =
                    "Gives every row a verdict and writes nothing else; rows that would register somebody who is probably there already are held"
                            + " back (`PROBABLE_DUPLICATE`). Runs as a job; poll the import, or listen to `progress`.")
    ResponseEntity<ImportView> dryRun(@PathVariable UUID id) {
        transactions.run(() -> {
            ImportJob job = jobs.lock(id);
            if (job.state() == ImportState.CHECKING) {
                return;
            }
            ImportAnswers.mustBe(
                    job, ImportState.UPLOADED, ImportState.CHECKED, ImportState.APPROVED, ImportState.FAILED);
            if (job.applied() > 0 || job.undo().isStarted()) {
                throw ImportAnswers.wrongState(job);
            }
            checkMapping.verify(job.mapping(), job.shape().columns());
            jobs.move(id, List.of(job.state()), ImportState.CHECKING, null);
            audit.record(AuditEntry.of("import.check", id.toString()));
        });
        starts.check(id);
        return answers.accepted(id);
    }

    @DeleteMapping("/{id}")
    @ApiResponse(responseCode = "204", description = "Given up", content = @Content)
    @Operation(
            summary = "Give an import up",
            description = "What was applied stays until it is undone. Needs If-Match.")
    ResponseEntity<Void> cancel(
            @PathVariable UUID id, @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch) {
        EntityVersion expected = EntityVersion.required(ifMatch);
        transactions.run(() -> {
            ImportJob job = jobs.lock(id);
            expected.mustBe(job.version(), () -> answers.view(job), () -> List.of("state"));
            if (job.state() == ImportState.APPLIED || job.undo().isStarted()) {
                throw ImportAnswers.wrongState(job);
            }
            jobs.move(id, List.of(job.state()), ImportState.CANCELLED, null);
            audit.record(AuditEntry.of("import.cancel", id.toString()));
        });
        return ResponseEntity.noContent().build();
    }

    private UUID store(UUID id, String fileName, HttpServletRequest request) {
        jobs.begin(id, fileName, Caller.required().originatingSubject());
        try {
            files.store(id, request.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        describe(id, tables.describe(id, null));
        audit.record(AuditEntry.of("import.upload", id.toString()));
        return id;
    }

    private void describe(UUID id, TableFiles.Description description) {
        List<String> columns = description.shape().columns();
        Optional<ImportMappings.Remembered> remembered = mappings.find(columns);
        jobs.describe(
                id,
                description,
                remembered.map(ImportMappings.Remembered::mapping).orElseGet(() -> ColumnMapping.suggest(columns)),
                remembered.isPresent() ? ImportJob.MappingSource.REMEMBERED : ImportJob.MappingSource.SUGGESTED,
                remembered.map(ImportMappings.Remembered::dateOrder).orElse(DateOrder.YMD));
    }

    private void remap(ImportJob job, MappingRequest request) {
        if (request.duplicateCheck() != null) {
            jobs.lookFor(job.id(), request.duplicateCheck());
        }
        TableFiles.Description description = new TableFiles.Description(job.shape(), job.total());
        ColumnMapping mapping = job.mapping();
        DateOrder dateOrder = request.dateOrder() == null ? job.dateOrder() : request.dateOrder();
        if (request.sheet() != null && !request.sheet().equals(job.shape().sheet())) {
            description = tables.describe(job.id(), request.sheet());
            describe(job.id(), description);
            ImportJob other = jobs.required(job.id());
            mapping = other.mapping();
            dateOrder = request.dateOrder() == null ? other.dateOrder() : request.dateOrder();
            if (request.columns() == null && request.dateOrder() == null) {
                return;
            }
        }
        List<String> columns = description.shape().columns();
        if (request.columns() != null) {
            mapping = new ColumnMapping(request.columns());
            checkMapping.verify(mapping, columns);
        }
        jobs.describe(job.id(), description, mapping, ImportJob.MappingSource.SAID, dateOrder);
        mappings.remember(columns, mapping, dateOrder, Caller.required().originatingSubject());
    }
}
