package io.kehu.feedback.feedback;

import io.kehu.feedback.CustomerNumber;
import io.kehu.feedback.FeedbackAccess;
import io.kehu.feedback.SameCustomer;
import io.kehu.feedback.feedback.ReceiveFeedback.Received;
import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.idempotency.IdempotentRequests;
import io.kehu.starter.web.page.Page;
import io.kehu.starter.web.page.PageRequest;
import io.kehu.starter.web.problem.CommonProblem;
import io.kehu.starter.web.problem.FieldProblem;
import io.kehu.starter.web.problem.ProblemException;
import io.kehu.starter.web.version.EntityVersion;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Feedback over HTTP, one by one. */
@RestController
@RequestMapping("/feedback/v1/feedback")
@Tag(name = "feedback")
class FeedbackController {

    private final ReceiveFeedback receiveFeedback;
    private final ShowFeedback showFeedback;
    private final LinkFeedback linkFeedback;
    private final SameCustomer same;
    private final IdempotentRequests idempotent;
    private final Clock clock;

    FeedbackController(
            ReceiveFeedback receiveFeedback,
            ShowFeedback showFeedback,
            LinkFeedback linkFeedback,
            SameCustomer same,
            IdempotentRequests idempotent,
            Clock clock) {
        this.receiveFeedback = receiveFeedback;
        this.showFeedback = showFeedback;
        this.linkFeedback = linkFeedback;
        this.same = same;
        this.idempotent = idempotent;
        this.clock = clock;
    }

    /**
     * What became of a feedback.
     *
     * @param id its id
     * @param created false when this very feedback was there already and nothing changed
     */
    record FeedbackReceipt(UUID id, boolean created) {}

    /** @param number the customer who said it */
    record LinkRequest(
            @NotNull @Pattern(regexp = CustomerNumber.PATTERN)
            String number) {}

    /** A feedback and its customer, by the number that stands for them now. */
    record FeedbackLink(UUID id, @Nullable String number) {}

    @PostMapping
    @Operation(summary = "Give feedback", description = """
                    (channel, externalRef) is the natural key: a repeat answers 200 with the feedback that is there and changes \
                    nothing. Members give feedback for themselves; their references are apart from everybody else's.""")
    ResponseEntity<FeedbackReceipt> giveFeedback(@Valid @RequestBody FeedbackRequest request) {
        Caller caller = Caller.required();
        CustomerNumber speaker = speaker(caller, request.number());
        return idempotent.once(() -> {
            Instant now = clock.instant();
            List<FieldProblem> problems = request.problems("", now);
            if (!problems.isEmpty()) {
                throw new ProblemException(CommonProblem.INVALID_FIELDS, problems);
            }
            Received received = receiveFeedback.receive(request.toNew(speaker, now), caller.originatingSubject());
            return ResponseEntity.status(received.created() ? HttpStatus.CREATED : HttpStatus.OK)
                    .location(URI.create("/feedback/v1/feedback/" + received.id()))
                    .body(new FeedbackReceipt(received.id().value(), received.created()));
        });
    }

    @GetMapping
    @Operation(
            summary = "Feedback, newest first",
            description =
                    "Words are masked unless the caller is agent, manager or privacy officer; members see their own.")
    Page<FeedbackView> listFeedback(
            @Parameter(description = "Customer number")
                    @RequestParam(required = false)
                    @Pattern(regexp = CustomerNumber.PATTERN)
                    @Nullable
                    String number,
            @RequestParam(required = false) @Nullable Channel channel,
            @RequestParam(required = false) @Nullable Kind kind,
            @Parameter(description = "Said at or after") @RequestParam(required = false) @Nullable Instant from,
            @Parameter(description = "Said before") @RequestParam(required = false) @Nullable Instant to,
            @ParameterObject @Valid PageRequest page) {
        FeedbackFilter filter = new FeedbackFilter(CustomerNumber.ofNullable(number), channel, kind, from, to);
        return showFeedback.list(filter, page, Caller.required());
    }

    @GetMapping("/{id}")
    @Operation(
            summary = "One feedback",
            description =
                    "Words are masked unless the caller is agent, manager or privacy officer; members see their own.")
    ResponseEntity<FeedbackView> getFeedback(@PathVariable UUID id) {
        ShowFeedback.Shown shown = showFeedback.one(new FeedbackId(id), Caller.required());
        return ResponseEntity.ok()
                .eTag(new EntityVersion(shown.version()).tag())
                .body(shown.view());
    }

    @PostMapping("/{id}:link")
    @Operation(
            summary = "Say who gave an anonymous feedback",
            description =
                    "Once: another customer afterwards is refused with 409. A case about it gets the customer as well.")
    ResponseEntity<FeedbackLink> linkFeedback(@PathVariable UUID id, @Valid @RequestBody LinkRequest request) {
        return idempotent.once(() -> {
            Feedback linked = linkFeedback.link(
                    new FeedbackId(id),
                    new CustomerNumber(request.number()),
                    Caller.required().originatingSubject());
            return ResponseEntity.ok()
                    .eTag(new EntityVersion(linked.version()).tag())
                    .body(new FeedbackLink(id, CustomerNumber.text(linked.living())));
        });
    }

    private @Nullable CustomerNumber speaker(Caller caller, @Nullable String number) {
        Optional<CustomerNumber> reach = FeedbackAccess.giversReach(caller);
        if (number != null && !same.reaches(reach, new CustomerNumber(number))) {
            throw ProblemException.field("/number", "own-number");
        }
        return reach.orElse(null);
    }
}
