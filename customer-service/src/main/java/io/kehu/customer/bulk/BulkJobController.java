package io.kehu.customer.bulk;

import io.kehu.customer.CustomerProblem;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.protection.audit.AuditEntry;
import io.kehu.starter.protection.audit.AuditTrail;
import io.kehu.starter.security.Role;
import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.page.Cursor;
import io.kehu.starter.web.page.Page;
import io.kehu.starter.web.page.PageRequest;
import io.kehu.starter.web.problem.ProblemException;
import io.kehu.starter.web.version.EntityVersion;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Jobs over many customers over HTTP: how they stand, how they get on, stopping them. Those of others do not exist. */
@RestController
@Tag(name = "bulk-jobs")
class BulkJobController {

    private static final Set<Role> SEE_ALL = Set.of(Role.ADMIN, Role.AUDITOR);

    private final BulkJobs jobs;
    private final BulkProgress progress;
    private final Transactions transactions;
    private final AuditTrail audit;
    private final Clock clock;

    BulkJobController(BulkJobs jobs, BulkProgress progress, Transactions transactions, AuditTrail audit, Clock clock) {
        this.jobs = jobs;
        this.progress = progress;
        this.transactions = transactions;
        this.audit = audit;
        this.clock = clock;
    }

    @GetMapping("/customer/v1/bulk-jobs")
    @Operation(
            summary = "Jobs over many customers, newest first",
            description = "One's own; administrators and auditors see all.")
    Page<BulkJobView> list(@ParameterObject @Valid PageRequest page) {
        Caller caller = Caller.required();
        Cursor before = page.after(1);
        List<BulkJob> found = jobs.page(
                caller.originatingSubject(),
                caller.hasAny(SEE_ALL),
                before == null ? null : before.uuid(0),
                page.fetch());
        return Page.of(found, page, last -> Cursor.of(last.id())).map(this::view);
    }

    @GetMapping("/customer/v1/bulk-jobs/{id}")
    @Operation(summary = "How a job stands")
    ResponseEntity<BulkJobView> get(@PathVariable UUID id) {
        BulkJob job = readable(jobs.required(id));
        return ResponseEntity.ok()
                .eTag(new EntityVersion(job.version()).tag())
                .cacheControl(CacheControl.noStore())
                .body(view(job));
    }

    @GetMapping(path = "/customer/v1/bulk-jobs/{id}/progress", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @ApiResponse(
            responseCode = "200",
            description = "The data of each event",
            content =
                    @Content(
                            mediaType = MediaType.TEXT_EVENT_STREAM_VALUE,
                            schema = @Schema(implementation = BulkProgress.Progress.class)))
    @Operation(
            summary = "How a job gets on, as it happens",
            description =
                    "Server-sent events, at most one a second: `progress` with state, counts, speed and the estimated end, then `end` with"
                            + " the state the job came to rest in, which a client answers by closing the stream. Every connection begins with"
                            + " how things stand. Comments come where nothing else does.")
    ResponseEntity<SseEmitter> progress(@PathVariable UUID id) {
        return progress.listen(readable(jobs.required(id)));
    }

    @DeleteMapping("/customer/v1/bulk-jobs/{id}")
    @ApiResponse(responseCode = "204", description = "Stopped", content = @Content)
    @Operation(
            summary = "Stop a job",
            description = "By who asked for it, or an administrator. What was done stays. Needs If-Match.")
    ResponseEntity<Void> cancel(
            @PathVariable UUID id,
            @Parameter(description = "ETag of the job as it was read, such as `\"1\"`.")
                    @RequestHeader(name = "If-Match", required = false)
                    @Nullable
                    String ifMatch) {
        EntityVersion expected = EntityVersion.required(ifMatch);
        transactions.run(() -> {
            BulkJob job = readable(jobs.lock(id));
            expected.mustBe(job.version(), () -> view(job), () -> List.of("state"));
            if (job.state() != BulkState.RUNNING) {
                throw new ProblemException(CustomerProblem.BULK_JOB_STATE, job.state());
            }
            jobs.end(id, BulkState.CANCELLED, null, clock.instant());
            audit.record(AuditEntry.of("bulk.cancel", id.toString()));
        });
        return ResponseEntity.noContent().build();
    }

    private static BulkJob readable(BulkJob job) {
        Caller caller = Caller.required();
        if (!job.isAskedBy(caller.originatingSubject()) && !caller.hasAny(SEE_ALL)) {
            throw new ProblemException(CustomerProblem.BULK_JOB_NOT_FOUND);
        }
        return job;
    }

    private BulkJobView view(BulkJob job) {
        return BulkJobView.of(job, clock.instant());
    }
}
