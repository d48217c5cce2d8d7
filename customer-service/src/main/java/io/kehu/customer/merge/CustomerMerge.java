package io.kehu.customer.merge;

import io.kehu.customer.customer.CustomerNumber;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Records that became one customer.
 *
 * @param survivor whose number stays
 * @param losers whose numbers resolve to it from then on
 * @param refusedBecause code of the refusal
 * @param kept names of the survivor's fields that an undo left as they were, because they had been changed since
 */
record CustomerMerge(
        UUID id,
        CustomerNumber survivor,
        List<CustomerNumber> losers,
        MergeState state,
        String reason,
        String askedBy,
        Instant mergedAt,
        @Nullable String undoneBy,
        @Nullable String undoReason,
        @Nullable String refusedBecause,
        List<String> kept,
        @Nullable Instant finishedAt) {

    CustomerMerge {
        losers = List.copyOf(losers);
        kept = List.copyOf(kept);
    }
}
