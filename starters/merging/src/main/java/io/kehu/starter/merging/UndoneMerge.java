package io.kehu.starter.merging;

import java.util.List;

/**
 * What became of a merge that was taken back.
 *
 * @param items what went back to the losers
 * @param kept what stayed with the survivor, and why
 */
public record UndoneMerge(List<MergeItem> items, List<MergeKept> kept) {

    public UndoneMerge {
        items = List.copyOf(items);
        kept = List.copyOf(kept);
    }
}
