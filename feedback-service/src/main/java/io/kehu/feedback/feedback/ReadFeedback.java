package io.kehu.feedback.feedback;

import io.kehu.feedback.CustomerNumber;
import io.kehu.feedback.FeedbackProblem;
import io.kehu.feedback.SameCustomer;
import io.kehu.starter.web.problem.ProblemException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What other parts of the service may know about a feedback. */
@Component
public class ReadFeedback {

    private final Feedbacks feedbacks;
    private final Words words;
    private final SameCustomer same;

    ReadFeedback(Feedbacks feedbacks, Words words, SameCustomer same) {
        this.feedbacks = feedbacks;
        this.words = words;
        this.same = same;
    }

    /** A feedback without its words; {@code living} is the number that stands for its number now. */
    public record Outline(
            FeedbackId id,
            @Nullable CustomerNumber number,
            @Nullable CustomerNumber living,
            Instant occurredAt) {}

    /**
     * Keeps the feedback as it is until the end of the transaction.
     *
     * @param reach the only customer whose feedback the caller may reach; empty for all
     */
    public Outline lock(FeedbackId id, Optional<CustomerNumber> reach) {
        Feedback feedback = feedbacks
                .lock(id)
                .filter(found -> same.reaches(reach, found.number()))
                .orElseThrow(() -> new ProblemException(FeedbackProblem.FEEDBACK_NOT_FOUND));
        return new Outline(feedback.id(), feedback.number(), feedback.living(), feedback.occurredAt());
    }

    /** What was said; null for a bare rating or when it is erased. Who asks has made sure that the caller may read it. */
    public @Nullable String text(FeedbackId id) {
        return feedbacks
                .find(id)
                .map(feedback -> words.open(words.vault(java.util.List.of(feedback)), feedback)
                        .text())
                .orElse(null);
    }
}
