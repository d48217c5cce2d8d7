package io.kehu.starter.merging;

import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * That some numbers are to stand for another one's customer.
 *
 * @param id of the merge, given by customer-service; {@link #PREVIEW} where nothing is to happen
 * @param survivor the number that stays
 * @param losers the numbers that will stand for it, 1 to 20, each once
 */
public record MergeOrder(UUID id, String survivor, List<String> losers) {

    /** Id of an order that only asks. */
    public static final UUID PREVIEW = new UUID(0, 0);

    public static final int MOST_LOSERS = 20;

    /** A customer number (客户号) in canonical form. */
    public static final String NUMBER_PATTERN = "[0-9A-Z]{4,40}";

    public MergeOrder {
        losers = List.copyOf(losers);
        if (losers.isEmpty() || losers.size() > MOST_LOSERS) {
            throw new IllegalArgumentException("A merge has 1 to 20 losers.");
        }
        if (Set.copyOf(losers).size() != losers.size() || losers.contains(survivor)) {
            throw new IllegalArgumentException("The numbers of a merge differ.");
        }
    }

    boolean hasNumbersOf(Merge merge) {
        return survivor.equals(merge.survivor()) && Set.copyOf(losers).equals(Set.copyOf(merge.losers()));
    }
}
