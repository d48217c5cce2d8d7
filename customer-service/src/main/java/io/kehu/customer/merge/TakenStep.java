package io.kehu.customer.merge;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One step of a merge.
 *
 * @param items what moved, or went back
 * @param kept what an undo left where it is
 * @param failure code of what went wrong last, if it has to be tried again
 * @param attempts how often it was tried in vain
 */
record TakenStep(
        MergeStep step,
        StepState state,
        List<Item> items,
        List<Kept> kept,
        @Nullable String failure,
        int attempts) {

    /**
     * Something that belongs to a customer.
     *
     * @param kind such as {@code PURCHASES} or {@code POINTS}
     */
    record Item(
            @Schema(example = "COMPLAINTS") String kind,
            @Schema(example = "3") long count) {}

    /**
     * Something that stays where it is.
     *
     * @param reason code
     */
    record Kept(
            @Schema(example = "POINTS") String kind,
            @Schema(example = "120") long count,
            @Schema(example = "SPENT") String reason) {}
}
