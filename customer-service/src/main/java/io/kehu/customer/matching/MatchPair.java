package io.kehu.customer.matching;

import io.kehu.customer.customer.CustomerNumber;
import io.kehu.customer.matching.model.Band;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Two customers that are one, certainly or probably.
 *
 * @param a the lower number
 * @param b the higher number
 * @param weightMilli thousandths of a bit of evidence, the order of lists
 * @param group lowest number of the group that can be merged as one
 */
record MatchPair(
        UUID id,
        CustomerNumber a,
        CustomerNumber b,
        UUID runId,
        Band band,
        int weightMilli,
        double probability,
        List<EvidenceView> evidence,
        @Nullable String group,
        PairState state,
        @Nullable String reason,
        @Nullable String decidedBy,
        @Nullable Instant decidedAt,
        long version) {}
