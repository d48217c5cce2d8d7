package io.kehu.feedback.feedback;

import io.kehu.feedback.CustomerNumber;
import io.kehu.starter.web.problem.FieldProblem;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Feedback as callers send it.
 *
 * @param channel how it came in
 * @param externalRef the source's own id for it; with the channel it makes a repeat recognisable
 * @param number customer number; missing for anonymous feedback; for members their own in any case
 * @param kind what it is
 * @param text what was said; may be missing where there is a rating
 * @param rating 1 (bad) to 5 (good)
 * @param product product code
 * @param store store code
 * @param occurredAt when it was said, now when missing; at most five minutes ahead of our clock
 */
record FeedbackRequest(
        @NotNull Channel channel,
        @Size(min = 1, max = 200) @Nullable String externalRef,
        @Pattern(regexp = CustomerNumber.PATTERN) @Nullable String number,
        @NotNull Kind kind,

        @Size(max = NewFeedback.MAX_TEXT) @Pattern(regexp = "(?s).*\\S.*") @Nullable
        String text,

        @Min(1) @Max(5) @Nullable Integer rating,

        @Size(max = 100) @Pattern(regexp = CODE) @Nullable String product,

        @Size(max = 100) @Pattern(regexp = CODE) @Nullable String store,

        @Nullable Instant occurredAt) {

    static final String CODE = "[^\\p{Cntrl}]+";

    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);
    private static final Instant EARLIEST = Instant.parse("1990-01-01T00:00:00Z");

    /** Rules no annotation can express. */
    List<FieldProblem> problems(String pointer, Instant now) {
        List<FieldProblem> problems = new ArrayList<>();
        if (text == null && rating == null) {
            problems.add(new FieldProblem(pointer + "/text", "text-or-rating"));
        }
        if (kind == Kind.SURVEY_COMMENT) {
            problems.add(new FieldProblem(pointer + "/kind", "survey-comment"));
        }
        if (occurredAt != null && occurredAt.isAfter(now.plus(CLOCKS_DIFFER))) {
            problems.add(new FieldProblem(pointer + "/occurredAt", "future"));
        }
        if (occurredAt != null && occurredAt.isBefore(EARLIEST)) {
            problems.add(new FieldProblem(pointer + "/occurredAt", "too-old"));
        }
        return problems;
    }

    /**
     * As it goes in.
     *
     * @param speaker the customer who speaks for themselves; null where staff or a machine hands in what others said
     */
    NewFeedback toNew(@Nullable CustomerNumber speaker, Instant now) {
        return new NewFeedback(
                channel,
                // A member's references are their own: nobody can find out by guessing what another customer has sent.
                speaker == null ? "" : "member:" + speaker,
                externalRef,
                speaker == null ? CustomerNumber.ofNullable(number) : speaker,
                kind,
                text,
                rating,
                product,
                store,
                (occurredAt == null ? now : occurredAt).truncatedTo(ChronoUnit.MICROS));
    }
}
