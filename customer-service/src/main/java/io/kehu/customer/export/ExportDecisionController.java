package io.kehu.customer.export;

import io.kehu.customer.CustomerProblem;
import io.kehu.starter.protection.audit.AuditEntry;
import io.kehu.starter.protection.audit.AuditTrail;
import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.idempotency.IdempotentRequests;
import io.kehu.starter.web.problem.ProblemException;
import io.kehu.starter.web.version.EntityVersion;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What a second person says about an export of many personal values. */
@RestController
@RequestMapping("/customer/v1/exports/{id}")
@Tag(name = "exports")
class ExportDecisionController {

    private final ExportJobs jobs;
    private final ExportSight sight;
    private final ExportAnswers answers;
    private final ExportTasks.ExportStarts starts;
    private final EndExports endExports;
    private final IdempotentRequests requests;
    private final AuditTrail audit;
    private final Clock clock;

    ExportDecisionController(
            ExportJobs jobs,
            ExportSight sight,
            ExportAnswers answers,
            ExportTasks.ExportStarts starts,
            EndExports endExports,
            IdempotentRequests requests,
            AuditTrail audit,
            Clock clock) {
        this.jobs = jobs;
        this.sight = sight;
        this.answers = answers;
        this.starts = starts;
        this.endExports = endExports;
        this.requests = requests;
        this.audit = audit;
        this.clock = clock;
    }

    @PostMapping("/approve")
    @Operation(
            summary = "Agree to an export",
            description =
                    "By another person than who asked, who reaches every customer; the export runs then. An If-Match makes sure that what"
                            + " is agreed to is what was looked at.")
    ResponseEntity<ExportView> approve(
            @PathVariable UUID id,
            @Parameter(description = "ETag of the export as it was looked at.")
                    @RequestHeader(name = "If-Match", required = false)
                    @Nullable
                    String ifMatch) {
        String by = Caller.required().originatingSubject();
        ResponseEntity<ExportView> answer = requests.once(() -> {
            ExportJob job = sight.locked(id);
            if (by.equals(job.approval().by())) {
                return answers.ok(id);
            }
            mustBeDecidable(job, by, ifMatch);
            jobs.approve(id, by, AskForExport.agreedRows(job), clock.instant());
            audit.record(AuditEntry.of(
                    "export.approve", id.toString(), job.layout().columns().toArray(String[]::new)));
            return answers.ok(id);
        });
        starts.start(id);
        return answer;
    }

    @PostMapping("/refuse")
    @Operation(
            summary = "Refuse an export",
            description = "By another person than who asked, who reaches every customer. It is final: ask anew.")
    ResponseEntity<ExportView> refuse(
            @PathVariable UUID id,
            @Parameter(description = "ETag of the export as it was looked at.")
                    @RequestHeader(name = "If-Match", required = false)
                    @Nullable
                    String ifMatch) {
        String by = Caller.required().originatingSubject();
        return requests.once(() -> {
            ExportJob job = sight.locked(id);
            if (by.equals(job.approval().refusedBy())) {
                return answers.ok(id);
            }
            mustBeDecidable(job, by, ifMatch);
            endExports.end(id, ExportState.REFUSED, null, by, "export.refuse");
            return answers.ok(id);
        });
    }

    private void mustBeDecidable(ExportJob job, String by, @Nullable String ifMatch) {
        if (ifMatch != null) {
            EntityVersion.required(ifMatch).mustBe(job.version(), () -> answers.view(job), () -> List.of("state"));
        }
        if (job.isAskedBy(by)) {
            throw new ProblemException(CustomerProblem.EXPORT_OWN_APPROVAL);
        }
        ExportAnswers.mustBe(job, ExportState.WAITING);
        boolean late = job.times().expires() != null && !job.times().expires().isAfter(clock.instant());
        if (late) {
            throw new ProblemException(CustomerProblem.EXPORT_EXPIRED);
        }
    }
}
