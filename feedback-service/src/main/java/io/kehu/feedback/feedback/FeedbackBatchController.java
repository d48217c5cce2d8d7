package io.kehu.feedback.feedback;

import io.kehu.feedback.feedback.ReceiveFeedback.Received;
import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.idempotency.IdempotentRequests;
import io.kehu.starter.web.limit.BodyLimit;
import io.kehu.starter.web.problem.CommonProblem;
import io.kehu.starter.web.problem.FieldProblem;
import io.kehu.starter.web.problem.Problems;
import io.kehu.starter.web.problem.RequestLanguage;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.util.unit.DataSize;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Feedback over HTTP, by the thousand. */
@RestController
@Tag(name = "feedback")
class FeedbackBatchController {

    private static final String PATH = "/feedback/v1/feedback:batch";
    private static final int MOST = 1_000;

    private final ReceiveFeedback receiveFeedback;
    private final IdempotentRequests idempotent;
    private final Problems problems;
    private final Clock clock;

    FeedbackBatchController(
            ReceiveFeedback receiveFeedback, IdempotentRequests idempotent, Problems problems, Clock clock) {
        this.receiveFeedback = receiveFeedback;
        this.idempotent = idempotent;
        this.problems = problems;
        this.clock = clock;
    }

    /** Room for a thousand long texts. */
    @Configuration(proxyBeanMethods = false)
    static class Limit {

        @Bean
        BodyLimit feedbackBatchLimit() {
            return new BodyLimit(PATH, DataSize.ofMegabytes(8));
        }
    }

    /** Up to 1,000 feedbacks. */
    record FeedbackBatch(@NotEmpty @Size(max = MOST) List<@Valid @NotNull FeedbackRequest> items) {}

    /**
     * What became of one item.
     *
     * @param input its place in the request, from 0
     * @param id the new feedback, or the one that was there; missing when the item was refused
     * @param created false when this very feedback was there already and nothing changed; missing when the item was refused
     * @param errors why the item was refused
     */
    record FeedbackResult(
            int input,
            @Nullable UUID id,
            @Nullable Boolean created,
            @Nullable List<FieldProblem> errors) {}

    /** Answers in the order of the request. */
    record FeedbackResults(List<FeedbackResult> items) {}

    @PostMapping(PATH)
    @Operation(summary = "Give up to 1,000 feedbacks", description = """
                    Each is settled for itself: `created` tells new ones from repeats, `errors` says why one was refused. A body that is \
                    malformed anywhere is refused as a whole. At most 8 MiB.""")
    ResponseEntity<FeedbackResults> giveFeedbackBatch(
            @Valid @RequestBody FeedbackBatch batch, HttpServletRequest request) {
        return idempotent.once(() -> {
            Instant now = clock.instant();
            List<List<FieldProblem>> refusals = new ArrayList<>();
            List<NewFeedback> accepted = new ArrayList<>();
            for (FeedbackRequest item : batch.items()) {
                List<FieldProblem> found = item.problems("/items/" + refusals.size(), now);
                refusals.add(found);
                if (found.isEmpty()) {
                    accepted.add(item.toNew(null, now));
                }
            }
            Iterator<Received> received = receiveFeedback
                    .receive(accepted, Caller.required().originatingSubject())
                    .iterator();
            List<FeedbackResult> results = new ArrayList<>();
            for (List<FieldProblem> refusal : refusals) {
                results.add(
                        refusal.isEmpty()
                                ? accepted(results.size(), received.next())
                                : new FeedbackResult(results.size(), null, null, explained(refusal, request)));
            }
            return ResponseEntity.ok(new FeedbackResults(results));
        });
    }

    private static FeedbackResult accepted(int input, Received received) {
        return new FeedbackResult(input, received.id().value(), received.created(), null);
    }

    /** With the texts of the caller's language, as a problem document would carry them. */
    private @Nullable List<FieldProblem> explained(List<FieldProblem> errors, HttpServletRequest request) {
        ProblemDetail document = problems.document(
                CommonProblem.INVALID_FIELDS, errors, request.getRequestURI(), RequestLanguage.of(request));
        return document.getProperties() != null && document.getProperties().get("errors") instanceof List<?> list
                ? list.stream().map(FieldProblem.class::cast).toList()
                : errors;
    }
}
