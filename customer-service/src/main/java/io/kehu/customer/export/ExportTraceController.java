package io.kehu.customer.export;

import io.kehu.customer.CustomerProblem;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.protection.audit.AuditEntry;
import io.kehu.starter.protection.audit.AuditTrail;
import io.kehu.starter.web.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Whose file a row was found in. */
@RestController
@RequestMapping("/customer/v1/exports:trace")
@Tag(name = "exports")
class ExportTraceController {

    private final ExportMarks marks;
    private final ExportJobs jobs;
    private final Transactions transactions;
    private final AuditTrail audit;

    ExportTraceController(ExportMarks marks, ExportJobs jobs, Transactions transactions, AuditTrail audit) {
        this.marks = marks;
        this.jobs = jobs;
        this.transactions = transactions;
        this.audit = audit;
    }

    /**
     * A row that was found.
     *
     * @param mark what stands in its column {@code _export}
     * @param values of its other cells, in their order, dates as ISO texts
     */
    record FoundRow(
            @Schema(example = "x1.AZnzwm0cfD6aQVt_Di0cRAAAABGd4pMw1ZpLr4bTq0K8uVx2") @NotNull @Size(max = 200)
            String mark,

            @Schema(example = "[\"C00000000135\", \"张三\", \"138****8000\"]") @NotNull @Size(min = 1, max = 100)
            List<@NotNull @Size(max = 20_000) String> values) {}

    /**
     * Where a row comes from.
     *
     * @param row of the file, from 1
     * @param unaltered whether its cells are as they were; missing where they were not given
     * @param purposeText in the words of who asked; missing when it is forgotten
     */
    record Origin(
            UUID exportId,
            @Schema(example = "17") int row,
            @Nullable Boolean unaltered,

            @Schema(example = "9c1e2f60-5a3b-4c7d-8e21-0f6b7a9d1c34")
            String createdBy,

            Instant createdAt,
            @Schema(example = "campaign") String purpose,

            @Schema(example = "双十一邮寄目录 / catalogue mailing for November") @Nullable
            String purposeText,

            @Schema(example = "5d0a7c18-2b9e-4f36-a1c4-7e8d9b0f2a65") @Nullable
            String approvedBy,

            @Schema(example = "[\"number\", \"fullName\", \"phone\"]")
            List<String> columns,

            @Schema(example = "1") int downloads) {}

    @GetMapping
    @Operation(
            summary = "Which export a row comes from",
            description =
                    "By the mark in its column `_export`. A mark that was not made here, or was changed, answers 404.")
    ResponseEntity<Origin> origin(@RequestParam @Size(max = 200) String mark) {
        return traced(mark, null);
    }

    @PostMapping
    @Operation(
            summary = "Which export a row comes from, and whether somebody changed it",
            description =
                    "As by GET, with the other cells of the row as they stand in the file. Nothing is kept of them.")
    ResponseEntity<Origin> checkedOrigin(@Valid @RequestBody FoundRow row) {
        return traced(row.mark(), row.values());
    }

    private ResponseEntity<Origin> traced(String mark, @Nullable List<String> values) {
        ExportMarks.Origin origin = marks.origin(mark.strip()).orElseThrow(ExportTraceController::unknown);
        return transactions.call(() -> {
            ExportJob job = jobs.find(origin.exportId()).orElseThrow(ExportTraceController::unknown);
            audit.record(AuditEntry.of("export.trace", job.id().toString()));
            return ResponseEntity.ok()
                    .cacheControl(CacheControl.noStore())
                    .body(new Origin(
                            job.id(),
                            origin.row(),
                            values == null ? null : marks.isUnaltered(origin, values),
                            job.askedBy().originatingSubject(),
                            job.times().created(),
                            job.purpose(),
                            jobs.purposeText(job.id()),
                            job.approval().by(),
                            job.layout().columns(),
                            job.downloads()));
        });
    }

    private static ProblemException unknown() {
        return new ProblemException(CustomerProblem.EXPORT_MARK_UNKNOWN);
    }
}
