package io.kehu.notification.message;

import io.kehu.notification.message.Explanations.Attempted;
import io.kehu.notification.message.Explanations.Decided;
import io.kehu.notification.message.Explanations.Step;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Why a message was sent, or not.
 *
 * @param summary where it stands, in the caller's language
 * @param steps in the order in which they happened
 */
record ExplanationView(
        UUID id, MessageState state, @Nullable String reason, String summary, List<StepView> steps) {

    /**
     * Either a verdict or an attempt.
     *
     * @param text in the caller's language
     */
    record StepView(
            Instant at,
            String text,
            @Nullable DecisionView decision,
            @Nullable AttemptView attempt) {

        static StepView of(Step step, String text) {
            return switch (step) {
                case Decided decided -> new StepView(step.at(), text, DecisionView.of(decided), null);
                case Attempted attempted -> new StepView(step.at(), text, null, AttemptView.of(attempted));
            };
        }
    }

    /**
     * A gate's verdict.
     *
     * @param detail the version of the text that was chosen, or the place in it that has no value
     * @param ruleVersion of the gate, with its settings where it has some
     */
    record DecisionView(
            String gate,
            String verdict,
            @Nullable String reason,
            @Nullable String detail,
            String ruleVersion) {

        static DecisionView of(Decided decided) {
            return new DecisionView(
                    decided.gate(), decided.verdict(), decided.reason(), decided.detail(), decided.ruleVersion());
        }
    }

    /**
     * A try to hand the message over.
     *
     * @param requestRef our name for it; for mail the Message-ID
     * @param providerId the provider's name for it
     * @param errorCode the provider's numbers
     */
    record AttemptView(
            int n,
            String provider,
            String requestRef,
            @Nullable String providerId,
            String locale,
            int templateVersion,
            String state,
            @Nullable String errorClass,
            @Nullable String errorCode,
            @Nullable Instant endedAt) {

        static AttemptView of(Attempted attempted) {
            return new AttemptView(
                    attempted.n(),
                    attempted.provider(),
                    attempted.requestRef(),
                    attempted.providerId(),
                    attempted.locale(),
                    attempted.templateVersion(),
                    attempted.state(),
                    attempted.errorClass(),
                    attempted.errorCode(),
                    attempted.endedAt());
        }
    }
}
