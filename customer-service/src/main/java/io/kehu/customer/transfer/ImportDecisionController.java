package io.kehu.customer.transfer;

import io.kehu.customer.CustomerProblem;
import io.kehu.customer.customer.web.WholeStock;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.protection.audit.AuditEntry;
import io.kehu.starter.protection.audit.AuditTrail;
import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.idempotency.IdempotentRequests;
import io.kehu.starter.web.problem.ProblemException;
import io.kehu.starter.web.version.EntityVersion;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What people decide about a rehearsed import: agree to it, apply it, take it back. */
@RestController
@WholeStock
@RequestMapping("/customer/v1/imports/{id}")
@Tag(name = "imports")
class ImportDecisionController {

    private static final int MOST_ROWS = 1_000;

    private final ImportJobs jobs;
    private final ImportRows rows;
    private final CheckImport check;
    private final ImportAnswers answers;
    private final ImportTasks.ImportStarts starts;
    private final ImportProperties properties;
    private final IdempotentRequests requests;
    private final Transactions transactions;
    private final AuditTrail audit;
    private final Clock clock;

    ImportDecisionController(
            ImportJobs jobs,
            ImportRows rows,
            CheckImport check,
            ImportAnswers answers,
            ImportTasks.ImportStarts starts,
            ImportProperties properties,
            IdempotentRequests requests,
            Transactions transactions,
            AuditTrail audit,
            Clock clock) {
        this.jobs = jobs;
        this.rows = rows;
        this.check = check;
        this.answers = answers;
        this.starts = starts;
        this.properties = properties;
        this.requests = requests;
        this.transactions = transactions;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Rows that were held back.
     *
     * @param rows below the header, from 1
     */
    record AcceptedRows(
            @Schema(example = "[17, 29]") @NotNull @Size(min = 1, max = MOST_ROWS)
            Set<@NotNull @Min(1) Integer> rows) {}

    @PostMapping("/rows:accept")
    @Operation(
            summary = "Accept rows that were held back",
            description =
                    "Each of them becomes a new customer when the import is applied, although it is probably one there is. All of them"
                            + " must be held back (`PROBABLE_DUPLICATE`). An approval is void, because it was for less. Needs If-Match.")
    ResponseEntity<ImportView> accept(
            @PathVariable UUID id,
            @Parameter(description = "ETag of the import as it was looked at.")
                    @RequestHeader(name = "If-Match", required = false)
                    @Nullable
                    String ifMatch,
            @Valid @RequestBody AcceptedRows body) {
        EntityVersion expected = EntityVersion.required(ifMatch);
        transactions.run(() -> {
            ImportJob job = jobs.lock(id);
            expected.mustBe(job.version(), () -> answers.view(job), () -> List.of("state", "counts"));
            ImportAnswers.mustBe(job, ImportState.CHECKED, ImportState.APPROVED);
            if (job.applied() > 0) {
                throw ImportAnswers.wrongState(job);
            }
            if (rows.accept(id, body.rows()) < body.rows().size()) {
                throw ProblemException.field("/rows", "not-held-back");
            }
            jobs.move(id, List.of(job.state()), ImportState.CHECKED, null);
            jobs.disapprove(id);
            check.conclude(id);
            audit.record(AuditEntry.of("import.accept", id.toString())
                    .because(body.rows().size() + " rows"));
        });
        return answers.ok(id);
    }

    @PostMapping("/approve")
    @Operation(
            summary = "Agree to a rehearsed import",
            description =
                    "By another person than the one who uploaded it; needed where `approvalNeeded` says so. An If-Match makes sure that"
                            + " what is agreed to is what was looked at.")
    ResponseEntity<ImportView> approve(
            @PathVariable UUID id,
            @Parameter(description = "ETag of the import as it was looked at.")
                    @RequestHeader(name = "If-Match", required = false)
                    @Nullable
                    String ifMatch) {
        String by = Caller.required().originatingSubject();
        return requests.once(() -> {
            ImportJob job = jobs.lock(id);
            if (job.state() == ImportState.APPROVED && by.equals(job.approval().by())) {
                return answers.ok(id);
            }
            if (ifMatch != null) {
                EntityVersion.required(ifMatch)
                        .mustBe(job.version(), () -> answers.view(job), () -> List.of("state", "counts"));
            }
            ImportAnswers.mustBe(job, ImportState.CHECKED);
            if (by.equals(job.createdBy())) {
                throw new ProblemException(CustomerProblem.IMPORT_OWN_APPROVAL);
            }
            jobs.approve(id, by);
            jobs.move(id, List.of(ImportState.CHECKED), ImportState.APPROVED, null);
            audit.record(AuditEntry.of("import.approve", id.toString()));
            return answers.ok(id);
        });
    }

    @PostMapping("/apply")
    @ApiResponse(responseCode = "202", useReturnTypeSchema = true)
    @Operation(
            summary = "Apply a checked import",
            description =
                    "Runs as a job that survives a restart; each row is applied once. Imports of many changes must be approved before."
                            + " After a failure, apply again to go on.")
    ResponseEntity<ImportView> apply(@PathVariable UUID id) {
        transactions.run(() -> {
            ImportJob job = jobs.lock(id);
            if (job.state() == ImportState.APPLYING || job.state() == ImportState.APPLIED) {
                return;
            }
            ImportAnswers.mustBe(job, ImportState.CHECKED, ImportState.APPROVED, ImportState.FAILED);
            boolean neverBegun = job.state() == ImportState.FAILED && job.appliedAt() == null;
            if (job.checked() < job.total() || neverBegun || job.undo().isStarted()) {
                throw ImportAnswers.wrongState(job);
            }
            if (job.approval().isMissing()) {
                throw new ProblemException(
                        CustomerProblem.IMPORT_NOT_APPROVED, job.approval().changes(), properties.approvalThreshold());
            }
            jobs.move(id, List.of(job.state()), ImportState.APPLYING, null);
            audit.record(AuditEntry.of("import.apply", id.toString()));
        });
        starts.apply(id);
        return answers.accepted(id);
    }

    @PostMapping("/undo")
    @ApiResponse(responseCode = "202", useReturnTypeSchema = true)
    @Operation(
            summary = "Take an applied import back",
            description =
                    "Runs as a job that survives a restart. Customers it created are withdrawn (RESTRICTED, found by nothing), those it"
                            + " changed get their values back; whoever was changed since, or has purchases, points, feedback or notes, is kept, and"
                            + " `rows?outcome=KEPT` says why. Withdrawals of consent and ids in other systems stay. Possible for 30 days unless"
                            + " configured otherwise. After a failure, ask again to go on.")
    ResponseEntity<ImportView> undo(@PathVariable UUID id) {
        String by = Caller.required().originatingSubject();
        ResponseEntity<ImportView> answer = requests.once(() -> {
            ImportJob job = jobs.lock(id);
            if (job.state() == ImportState.UNDOING || job.state() == ImportState.UNDONE) {
                return answers.accepted(id);
            }
            ImportAnswers.mustBe(job, ImportState.APPLIED, ImportState.FAILED, ImportState.CANCELLED);
            Instant appliedAt = job.appliedAt();
            if (job.applied() == 0 || appliedAt == null) {
                throw ImportAnswers.wrongState(job);
            }
            if (clock.instant().isAfter(appliedAt.plus(properties.undoWindow()))
                    && !job.undo().isStarted()) {
                throw new ProblemException(
                        CustomerProblem.IMPORT_UNDO_TOO_LATE,
                        properties.undoWindow().toDays());
            }
            jobs.beginUndo(id, by);
            jobs.move(id, List.of(job.state()), ImportState.UNDOING, null);
            audit.record(AuditEntry.of("import.undo", id.toString()));
            return answers.accepted(id);
        });
        starts.undo(id);
        return answer;
    }
}
