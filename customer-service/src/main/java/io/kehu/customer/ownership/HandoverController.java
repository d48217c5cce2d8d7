package io.kehu.customer.ownership;

import io.kehu.customer.CustomerProblem;
import io.kehu.customer.bulk.BulkJobView;
import io.kehu.customer.bulk.BulkOrder;
import io.kehu.customer.bulk.StartBulkJob;
import io.kehu.customer.customer.web.ObjectRules;
import io.kehu.customer.ownership.HandoverCounts.HandoverPreview;
import io.kehu.customer.staff.Staff;
import io.kehu.customer.staff.Teams;
import io.kehu.starter.protection.audit.AuditEntry;
import io.kehu.starter.protection.audit.AuditTrail;
import io.kehu.starter.web.idempotency.IdempotentRequests;
import io.kehu.starter.web.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Handovers over HTTP: what becomes of customers whose owner leaves. */
@RestController
@Tag(name = "ownership")
class HandoverController {

    private static final String SUBJECT = "[\\x21-\\x7e]{1,100}";

    private final GiveCustomers giveCustomers;
    private final HandoverCounts counts;
    private final Staff staff;
    private final ObjectRules objectRules;
    private final StartBulkJob startBulkJob;
    private final AuditTrail audit;

    HandoverController(
            GiveCustomers giveCustomers,
            HandoverCounts counts,
            Staff staff,
            ObjectRules objectRules,
            StartBulkJob startBulkJob,
            AuditTrail audit) {
        this.giveCustomers = giveCustomers;
        this.counts = counts;
        this.staff = staff;
        this.objectRules = objectRules;
        this.startBulkJob = startBulkJob;
        this.audit = audit;
    }

    /**
     * Who gets the customers: a person, a team, a person within a team, or a pool alone.
     *
     * @param owner subject of a member of staff
     * @param team code; missing for the team the new owner is in
     * @param pool code; they lie there afterwards, for anybody to claim
     * @param reason what the history of each customer says
     */
    record HandoverRequest(
            @Schema(example = "0b9f6d48-7a25-4c3e-8e12-5f6a7b8c9d01") @Size(min = 1, max = 100) @Nullable
            String owner,

            @Schema(example = "SOUTH") @Pattern(regexp = Teams.CODE) @Nullable
            String team,

            @Schema(example = "PUBLIC") @Pattern(regexp = Teams.CODE) @Nullable
            String pool,

            @Schema(example = "离职交接 / leaves the company") @NotBlank @Size(max = 500)
            String reason) {}

    @PostMapping("/customer/v1/staff/{subject}:handover")
    @ApiResponse(
            responseCode = "202",
            description = "Begun",
            content = @Content(schema = @Schema(implementation = BulkJobView.class)))
    @ApiResponse(
            responseCode = "200",
            description = "With `dryRun=true`: how many it would be",
            content = @Content(schema = @Schema(implementation = HandoverPreview.class)))
    @Operation(
            summary = "Hand over all customers of somebody who leaves",
            description =
                    "Those the caller sees, active, and theirs when it was asked for; limits of claims do not count. Runs as a job that"
                            + " survives a restart. Who became somebody else's before their turn stays there, and counts as `skipped`. One"
                            + " handover of a person at a time. With `dryRun=true` nothing is changed, and the answer says how many it"
                            + " would be.")
    ResponseEntity<?> handOver(
            @PathVariable @Pattern(regexp = SUBJECT) String subject,
            @Valid @RequestBody HandoverRequest request,
            @Parameter(description = "`true` to see how many it would be.") @RequestParam(required = false) @Nullable
                    Boolean dryRun,
            @Parameter(description = IdempotentRequests.KEY_HELP)
                    @RequestHeader(name = "Idempotency-Key", required = false)
                    @Nullable
                    String idempotencyKey) {
        if (Boolean.TRUE.equals(dryRun)) {
            return ResponseEntity.ok(preview(subject, request));
        }
        return startBulkJob.start(() -> {
            preview(subject, request);
            audit.record(AuditEntry.of("staff.handover", subject).because(request.reason()));
            return BulkOrder.of(
                    new BulkOrder.Handover(subject, request.owner(), request.team(), request.pool(), request.reason()));
        });
    }

    private HandoverPreview preview(String subject, HandoverRequest request) {
        boolean toSomebody = request.owner() != null || request.team() != null;
        if (toSomebody == (request.pool() != null)) {
            throw ProblemException.field("/owner", "one-heir");
        }
        if (subject.equals(request.owner())) {
            throw ProblemException.field("/owner", "other-heir");
        }
        giveCustomers.mustBeOpen(request.pool());
        giveCustomers.home(request.owner(), request.team());
        HandoverPreview preview = counts.of(subject, objectRules.scope());
        if (preview.total() == 0 && staff.find(subject).isEmpty()) {
            throw new ProblemException(CustomerProblem.STAFF_NOT_FOUND);
        }
        return preview;
    }
}
