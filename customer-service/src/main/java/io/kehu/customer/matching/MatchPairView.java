package io.kehu.customer.matching;

import io.kehu.customer.matching.model.Band;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Two customers that are one, certainly or probably.
 *
 * @param numberA the lower number
 * @param numberB the higher number
 * @param runId search that found the pair last
 * @param weight bits of evidence in all, prior odds included
 * @param fields what each field says
 * @param group lowest number of all customers that can be merged as one with these; missing where members contradict
 * @param reason what the person who decided said
 */
record MatchPairView(
        UUID id,
        String numberA,
        String numberB,
        UUID runId,
        Band band,
        double probability,
        double weight,
        List<EvidenceView> fields,
        @Nullable String group,
        PairState state,
        @Nullable String reason,
        @Nullable String decidedBy,
        @Nullable Instant decidedAt) {

    static MatchPairView of(MatchPair pair) {
        return new MatchPairView(
                pair.id(),
                pair.a().value(),
                pair.b().value(),
                pair.runId(),
                pair.band(),
                pair.probability(),
                pair.weightMilli() / 1000.0,
                pair.evidence(),
                pair.group(),
                pair.state(),
                pair.reason(),
                pair.decidedBy(),
                pair.decidedAt());
    }
}
