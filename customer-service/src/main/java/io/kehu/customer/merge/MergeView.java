package io.kehu.customer.merge;

import io.kehu.customer.customer.CustomerNumber;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A merge and how far it is.
 *
 * @param undoUntil until when it can be taken back; missing when it cannot
 * @param refusedBecause service and code of the refusal
 * @param kept names of the survivor's fields that an undo left as they were, because they had been changed since
 * @param steps of each service, in the order in which they are asked
 */
record MergeView(
        UUID id,
        @Schema(example = "C00000000135") String survivor,
        @Schema(example = "[\"C00000000232\"]") List<String> losers,
        MergeState state,
        @Schema(example = "Same mobile number and address") String reason,

        @Schema(example = "5d0a7c18-2b9e-4f36-a1c4-7e8d9b0f2a65")
        String askedBy,

        Instant mergedAt,
        @Nullable Instant undoUntil,

        @Schema(example = "5d0a7c18-2b9e-4f36-a1c4-7e8d9b0f2a65") @Nullable
        String undoneBy,

        @Schema(example = "父子同名 / father and son of the same name") @Nullable
        String undoReason,

        @Schema(example = "loyalty:program-closed") @Nullable
        String refusedBecause,

        @Schema(example = "[\"fullName\"]") List<String> kept,
        @Nullable Instant finishedAt,
        List<StepView> steps) {

    /**
     * One service's part.
     *
     * @param items what moved, or went back
     * @param kept what an undo left where it is, and why
     * @param failure why it has to be tried again; missing when nothing is wrong
     * @param attempts how often it was tried in vain
     */
    record StepView(
            MergeStep step,
            StepState state,
            List<TakenStep.Item> items,
            List<TakenStep.Kept> kept,
            @Schema(example = "unavailable") @Nullable String failure,
            @Schema(example = "2") int attempts) {

        static StepView of(TakenStep step) {
            return new StepView(step.step(), step.state(), step.items(), step.kept(), step.failure(), step.attempts());
        }
    }

    static MergeView of(CustomerMerge merge, List<TakenStep> steps, @Nullable Instant undoUntil) {
        return new MergeView(
                merge.id(),
                merge.survivor().value(),
                merge.losers().stream().map(CustomerNumber::value).toList(),
                merge.state(),
                merge.reason(),
                merge.askedBy(),
                merge.mergedAt(),
                undoUntil,
                merge.undoneBy(),
                merge.undoReason(),
                merge.refusedBecause(),
                merge.kept(),
                merge.finishedAt(),
                steps.stream().map(StepView::of).toList());
    }
}
