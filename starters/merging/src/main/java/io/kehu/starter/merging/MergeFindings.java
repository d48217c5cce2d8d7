package io.kehu.starter.merging;

import java.util.List;

/**
 * What a merge would be about.
 *
 * @param items what the losers bring
 * @param refusals codes, upper-case English, of what speaks against it; empty where nothing does
 */
public record MergeFindings(List<MergeItem> items, List<String> refusals) {

    public MergeFindings {
        items = List.copyOf(items);
        refusals = List.copyOf(refusals);
    }
}
