package io.kehu.feedback.complaint;

import io.kehu.feedback.CustomerNumber;
import io.kehu.feedback.FeedbackAccess;
import io.kehu.feedback.SameCustomer;
import io.kehu.feedback.calendar.CalendarRef;
import io.kehu.feedback.feedback.Channel;
import io.kehu.feedback.feedback.FeedbackId;
import io.kehu.feedback.feedback.Kind;
import io.kehu.feedback.feedback.NewFeedback;
import io.kehu.feedback.sla.Severity;
import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.idempotency.IdempotentRequests;
import io.kehu.starter.web.page.Page;
import io.kehu.starter.web.page.PageRequest;
import io.kehu.starter.web.problem.ProblemException;
import io.kehu.starter.web.problem.RequestLanguage;
import io.kehu.starter.web.version.EntityVersion;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Opening and reading cases over HTTP. */
@RestController
@RequestMapping("/feedback/v1/complaints")
@Tag(name = "complaints")
class ComplaintController {

    private final OpenComplaint openComplaint;
    private final ShowComplaints showComplaints;
    private final ExplainClocks explainClocks;
    private final SameCustomer same;
    private final IdempotentRequests idempotent;
    private final Clock clock;

    ComplaintController(
            OpenComplaint openComplaint,
            ShowComplaints showComplaints,
            ExplainClocks explainClocks,
            SameCustomer same,
            IdempotentRequests idempotent,
            Clock clock) {
        this.openComplaint = openComplaint;
        this.showComplaints = showComplaints;
        this.explainClocks = explainClocks;
        this.same = same;
        this.idempotent = idempotent;
        this.clock = clock;
    }

    /**
     * A complaint: about feedback that is there, or told here.
     *
     * @param feedbackId what it is about; then `text`, `channel` and `number` stay away
     * @param text what the customer says
     * @param channel how they say it; when missing PHONE for staff, WEB for members
     * @param number customer number; missing while anonymous; for members their own in any case
     * @param severity how bad; MEDIUM when missing; members do not say
     * @param category what about, as an upper-case code such as DELIVERY
     */
    record OpenRequest(
            @Nullable UUID feedbackId,

            @Size(max = NewFeedback.MAX_TEXT) @Pattern(regexp = "(?s).*\\S.*") @Nullable
            String text,

            @Nullable Channel channel,

            @Pattern(regexp = CustomerNumber.PATTERN) @Nullable
            String number,

            @Nullable Severity severity,

            @NotNull @Pattern(regexp = CalendarRef.CODE_PATTERN)
            String category) {}

    @PostMapping
    @Operation(
            summary = "Open a complaint",
            description =
                    "Its clock starts at once. A feedback has one case: another is refused with 409, which names the first.")
    ResponseEntity<ComplaintView> openComplaint(@Valid @RequestBody OpenRequest request) {
        Caller caller = Caller.required();
        Optional<CustomerNumber> reach = FeedbackAccess.workersReach(caller);
        validate(request, reach);
        String actor = caller.originatingSubject();
        Severity severity = request.severity() == null ? Severity.MEDIUM : request.severity();
        return idempotent.once(() -> {
            Complaint complaint = request.feedbackId() == null
                    ? openComplaint.open(told(request, reach), severity, request.category(), actor)
                    : openComplaint.open(
                            new FeedbackId(request.feedbackId()), reach, severity, request.category(), actor);
            return ResponseEntity.created(URI.create("/feedback/v1/complaints/" + complaint.caseNo()))
                    .eTag(new EntityVersion(complaint.version()).tag())
                    .body(ComplaintView.of(complaint, reach.isPresent()));
        });
    }

    @GetMapping
    @Operation(
            summary = "The queue, what is due first",
            description = "Cases that are not due stand last. Members see their own cases and never who works on them.")
    Page<ComplaintView> listComplaints(
            @Parameter(description = "Any of these states") @RequestParam(required = false) @Nullable
                    Set<CaseState> state,
            @RequestParam(required = false) @Size(max = 100) @Nullable String owner,
            @Parameter(description = "Customer number")
                    @RequestParam(required = false)
                    @Pattern(regexp = CustomerNumber.PATTERN)
                    @Nullable
                    String number,
            @RequestParam(required = false) @Nullable Instant dueBefore,
            @ParameterObject @Valid PageRequest page) {
        ComplaintFilter filter = new ComplaintFilter(
                state == null ? Set.of() : state, owner, CustomerNumber.ofNullable(number), dueBefore);
        return showComplaints.list(filter, page, Caller.required());
    }

    @GetMapping("/{caseNo}")
    @Operation(
            summary = "One complaint with its words",
            description =
                    "Words are masked unless the caller is agent, manager or privacy officer; members see what is meant for them.")
    ResponseEntity<ComplaintDetails> getComplaint(@PathVariable @Pattern(regexp = CaseNo.PATTERN) String caseNo) {
        ComplaintDetails details = showComplaints.details(new CaseNo(caseNo), Caller.required());
        return ResponseEntity.ok()
                .eTag(new EntityVersion(details.complaint().version()).tag())
                .body(details);
    }

    @GetMapping("/{caseNo}/clock-explanation")
    @Operation(summary = "Why it is due then", description = """
                    Each clock of the case as segments of time and why each counts or does not. The counted seconds of `segments` sum to \
                    `consumedSeconds`; those of `ahead` are what is left until `dueAt`.""")
    ClockExplanation explainClocks(
            @PathVariable @Pattern(regexp = CaseNo.PATTERN) String caseNo, HttpServletRequest request) {
        Complaint complaint = showComplaints.reachable(new CaseNo(caseNo), Caller.required());
        return explainClocks.explain(complaint, RequestLanguage.of(request));
    }

    private void validate(OpenRequest request, Optional<CustomerNumber> reach) {
        if ((request.feedbackId() == null) == (request.text() == null)) {
            throw ProblemException.field("/text", "feedback-or-text");
        }
        if (request.feedbackId() != null && (request.number() != null || request.channel() != null)) {
            throw ProblemException.field("/feedbackId", "feedback-alone");
        }
        if (reach.isPresent() && request.severity() != null) {
            throw ProblemException.field("/severity", "staff-only");
        }
        if (request.number() != null && !same.reaches(reach, new CustomerNumber(request.number()))) {
            throw ProblemException.field("/number", "own-number");
        }
    }

    private NewFeedback told(OpenRequest request, Optional<CustomerNumber> speaker) {
        Channel channel = speaker.isPresent() ? Channel.WEB : Channel.PHONE;
        return new NewFeedback(
                request.channel() == null ? channel : request.channel(),
                "",
                null,
                speaker.orElse(CustomerNumber.ofNullable(request.number())),
                Kind.COMPLAINT,
                request.text(),
                null,
                null,
                null,
                clock.instant().truncatedTo(ChronoUnit.MICROS));
    }
}
