package io.kehu.starter.merging;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the journal of merges.
 *
 * @param items what the losers brought, or after the undoing what went back to them
 * @param kept what stayed with the survivor after the undoing
 * @param mergedAt missing where it was undone before it was ever heard of
 */
public record Merge(
        UUID id,
        String survivor,
        List<String> losers,
        State state,
        List<MergeItem> items,
        List<MergeKept> kept,
        @Nullable Instant mergedAt,
        @Nullable Instant undoneAt) {

    /** What is undone stays undone. */
    public enum State {
        MERGED,
        UNDONE
    }

    public Merge {
        losers = List.copyOf(losers);
        items = List.copyOf(items);
        kept = List.copyOf(kept);
    }
}
