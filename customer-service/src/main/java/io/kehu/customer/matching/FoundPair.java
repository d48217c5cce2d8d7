package io.kehu.customer.matching;

import io.kehu.customer.matching.model.Score;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pair as a run has found it.
 *
 * @param a the lower number
 * @param b the higher number
 * @param group lowest number of the group the pair belongs to
 */
record FoundPair(
        String a,
        String b,
        Score score,
        List<EvidenceView> evidence,
        @Nullable String group) {

    int weightMilli() {
        return (int) Math.round(score.bits() * 1000);
    }
}
