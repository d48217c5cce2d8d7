package io.kehu.feedback.complaint;

import io.kehu.feedback.CustomerNumber;
import io.kehu.feedback.FeedbackAccess;
import io.kehu.feedback.calendar.CalendarRef;
import io.kehu.feedback.complaint.WorkOnComplaint.Work;
import io.kehu.feedback.feedback.NewFeedback;
import io.kehu.feedback.sla.Deadlines;
import io.kehu.feedback.sla.Metric;
import io.kehu.feedback.sla.Severity;
import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.idempotency.IdempotentRequests;
import io.kehu.starter.web.version.EntityVersion;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Working on cases over HTTP. Each operation needs the version it was decided on, and answers without words. */
@RestController
@Tag(name = "complaints")
class ComplaintWorkController {

    private static final String COMPLAINT = "/feedback/v1/complaints/{caseNo}";
    private static final String NOT_BLANK = "(?s).*\\S.*";
    private static final int MAX_REASON = 2_000;

    private final WorkOnComplaint workOnComplaint;
    private final Deadlines deadlines;
    private final IdempotentRequests idempotent;

    ComplaintWorkController(WorkOnComplaint workOnComplaint, Deadlines deadlines, IdempotentRequests idempotent) {
        this.workOnComplaint = workOnComplaint;
        this.deadlines = deadlines;
        this.idempotent = idempotent;
    }

    /** How bad it is and what about. */
    record TriageRequest(
            @NotNull Severity severity,

            @NotNull @Pattern(regexp = CalendarRef.CODE_PATTERN)
            String category) {}

    /** @param owner subject of the account of who is responsible */
    record AssignRequest(
            @NotNull @Pattern(regexp = "[\\x21-\\x7e]{1,100}")
            String owner) {}

    /** @param text written to the customer */
    record ReplyRequest(
            @NotNull @Size(max = NewFeedback.MAX_TEXT) @Pattern(regexp = NOT_BLANK)
            String text) {}

    /**
     * @param waitFor who has to do something first; the clock stands still until then
     * @param reason what they have to do; not shown to the customer
     */
    record WaitRequest(
            @NotNull WaitFor waitFor,

            @Size(max = MAX_REASON) @Pattern(regexp = NOT_BLANK) @Nullable
            String reason) {}

    /**
     * @param rootCause why it could happen; not shown to the customer
     * @param actionTaken what was done about it
     * @param resolvedAt when, if that was before now; it decides whether it was in time
     */
    record ResolveRequest(
            @NotNull @Size(max = MAX_REASON) @Pattern(regexp = NOT_BLANK)
            String rootCause,

            @NotNull @Size(max = MAX_REASON) @Pattern(regexp = NOT_BLANK)
            String actionTaken,

            @Nullable Instant resolvedAt) {}

    /** @param reason what is still not right */
    record ReopenRequest(
            @NotNull @Size(max = MAX_REASON) @Pattern(regexp = NOT_BLANK)
            String reason) {}

    /** @param reason why, if the customer said */
    record WithdrawRequest(
            @Size(max = MAX_REASON) @Pattern(regexp = NOT_BLANK) @Nullable
            String reason) {}

    @PostMapping(COMPLAINT + ":triage")
    @Operation(
            summary = "Judge a complaint",
            description =
                    "From NEW or TRIAGED. Another severity brings another target; what the clock has counted stays.")
    ResponseEntity<ComplaintView> triageComplaint(
            @PathVariable @Pattern(regexp = CaseNo.PATTERN) String caseNo,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @Valid @RequestBody TriageRequest request) {
        return work(
                caseNo,
                ifMatch,
                reach -> work(
                        CaseOperation.TRIAGE,
                        complaint -> new CaseChange.Triaged(
                                request.severity(),
                                request.category(),
                                deadlines.target(request.severity(), Metric.RESOLUTION)),
                        Map.of()));
    }

    @PostMapping(COMPLAINT + ":assign")
    @Operation(summary = "Make somebody responsible", description = "From TRIAGED on, while the case is open.")
    ResponseEntity<ComplaintView> assignComplaint(
            @PathVariable @Pattern(regexp = CaseNo.PATTERN) String caseNo,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @Valid @RequestBody AssignRequest request) {
        return work(
                caseNo,
                ifMatch,
                reach -> work(CaseOperation.ASSIGN, complaint -> new CaseChange.Assigned(request.owner()), Map.of()));
    }

    @PostMapping(COMPLAINT + ":reply")
    @Operation(
            summary = "Write to the customer",
            description = "Starts work where it had not begun. The first reply of a cycle is told to other services.")
    ResponseEntity<ComplaintView> replyComplaint(
            @PathVariable @Pattern(regexp = CaseNo.PATTERN) String caseNo,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @Valid @RequestBody ReplyRequest request) {
        return work(
                caseNo,
                ifMatch,
                reach -> work(
                        CaseOperation.REPLY,
                        complaint -> new CaseChange.Replied(),
                        Map.of(CaseTextKind.REPLY, request.text())));
    }

    @PostMapping(COMPLAINT + ":wait")
    @Operation(summary = "Wait for the customer or a third party", description = "The clock stands still.")
    ResponseEntity<ComplaintView> letComplaintWait(
            @PathVariable @Pattern(regexp = CaseNo.PATTERN) String caseNo,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @Valid @RequestBody WaitRequest request) {
        return work(
                caseNo,
                ifMatch,
                reach -> work(
                        CaseOperation.WAIT,
                        complaint -> new CaseChange.Waiting(request.waitFor()),
                        reason(request.reason())));
    }

    @PostMapping(COMPLAINT + ":resume")
    @Operation(summary = "Begin work, or go on with it", description = "The clock runs on with what it had left.")
    ResponseEntity<ComplaintView> resumeComplaint(
            @PathVariable @Pattern(regexp = CaseNo.PATTERN) String caseNo,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        return work(
                caseNo, ifMatch, reach -> work(CaseOperation.RESUME, complaint -> new CaseChange.Resumed(), Map.of()));
    }

    @PostMapping(COMPLAINT + ":resolve")
    @Operation(summary = "Say that it is done, why it happened and what was done", description = """
                    The customer may confirm or reopen; who does neither within the time set confirms by that. `resolvedAt` between the last \
                    change and now counts, even when the clock was found breached in between.""")
    ResponseEntity<ComplaintView> resolveComplaint(
            @PathVariable @Pattern(regexp = CaseNo.PATTERN) String caseNo,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @Valid @RequestBody ResolveRequest request) {
        return work(
                caseNo,
                ifMatch,
                reach -> new Work(
                        CaseOperation.RESOLVE,
                        complaint -> new CaseChange.Resolved(),
                        Map.of(
                                CaseTextKind.ROOT_CAUSE, request.rootCause(),
                                CaseTextKind.ACTION_TAKEN, request.actionTaken()),
                        request.resolvedAt()));
    }

    @PostMapping(COMPLAINT + ":confirm")
    @Operation(
            summary = "Say that the customer is content",
            description = "By the customer, or by staff in their name; the history tells which.")
    ResponseEntity<ComplaintView> confirmComplaint(
            @PathVariable @Pattern(regexp = CaseNo.PATTERN) String caseNo,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        return work(
                caseNo,
                ifMatch,
                reach -> work(
                        CaseOperation.CONFIRM, complaint -> new CaseChange.Confirmed(reach.isPresent()), Map.of()));
    }

    @PostMapping(COMPLAINT + ":reopen")
    @Operation(
            summary = "Say that the customer is not content",
            description = "From RESOLVED, and from AUTO_CONFIRMED until it is closed. Another clock starts.")
    ResponseEntity<ComplaintView> reopenComplaint(
            @PathVariable @Pattern(regexp = CaseNo.PATTERN) String caseNo,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @Valid @RequestBody ReopenRequest request) {
        return work(
                caseNo,
                ifMatch,
                reach -> work(
                        CaseOperation.REOPEN,
                        complaint -> new CaseChange.Reopened(
                                reach.isPresent(), deadlines.target(complaint.severity(), Metric.RESOLUTION)),
                        reason(request.reason())));
    }

    @PostMapping(COMPLAINT + ":withdraw")
    @Operation(summary = "Give the complaint up", description = "By the customer, or by staff in their name; for good.")
    ResponseEntity<ComplaintView> withdrawComplaint(
            @PathVariable @Pattern(regexp = CaseNo.PATTERN) String caseNo,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @Valid @RequestBody WithdrawRequest request) {
        return work(
                caseNo,
                ifMatch,
                reach -> work(
                        CaseOperation.WITHDRAW,
                        complaint -> new CaseChange.Withdrawn(reach.isPresent()),
                        reason(request.reason())));
    }

    @PostMapping(COMPLAINT + ":close")
    @Operation(summary = "Put a confirmed complaint away", description = "For good.")
    ResponseEntity<ComplaintView> closeComplaint(
            @PathVariable @Pattern(regexp = CaseNo.PATTERN) String caseNo,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        return work(
                caseNo, ifMatch, reach -> work(CaseOperation.CLOSE, complaint -> new CaseChange.Closed(), Map.of()));
    }

    private ResponseEntity<ComplaintView> work(
            String caseNo, @Nullable String ifMatch, Function<Optional<CustomerNumber>, Work> work) {
        Optional<CustomerNumber> reach = FeedbackAccess.workersReach(Caller.required());
        EntityVersion expected = EntityVersion.required(ifMatch);
        return idempotent.once(() -> {
            Complaint complaint = workOnComplaint.work(new CaseNo(caseNo), expected, reach, work.apply(reach));
            return ResponseEntity.ok()
                    .eTag(new EntityVersion(complaint.version()).tag())
                    .body(ComplaintView.of(complaint, reach.isPresent()));
        });
    }

    private static Work work(
            CaseOperation operation, Function<Complaint, CaseChange> change, Map<CaseTextKind, String> said) {
        return new Work(operation, change, said, null);
    }

    private static Map<CaseTextKind, String> reason(@Nullable String reason) {
        return reason == null ? Map.of() : Map.of(CaseTextKind.REASON, reason);
    }
}
