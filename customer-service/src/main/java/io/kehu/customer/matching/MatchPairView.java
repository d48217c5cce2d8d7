package io.kehu.customer.matching;

import io.kehu.customer.customer.CustomerNumber;
import io.kehu.customer.matching.model.Band;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Two customers that are one, certainly or probably.
 *
 * @param numberA the lower number
 * @param numberB the higher number
 * @param runId search that found the pair last
 * @param weight bits of evidence in all, prior odds included
 * @param fields what each field says
 * @param group lowest number of all customers that can be merged as one with these; missing where members contradict, or where
 *     that customer is not the caller's to see
 * @param reason what the person who decided said
 */
record MatchPairView(
        UUID id,
        @Schema(example = "C00000000135") String numberA,
        @Schema(example = "C00000000232") String numberB,
        UUID runId,
        Band band,
        @Schema(example = "0.987") double probability,
        @Schema(example = "21.7") double weight,
        List<EvidenceView> fields,
        @Schema(example = "C00000000135") @Nullable String group,
        PairState state,

        @Schema(example = "同一手机号和地址 / same mobile number and address") @Nullable
        String reason,

        @Schema(example = "5d0a7c18-2b9e-4f36-a1c4-7e8d9b0f2a65") @Nullable
        String decidedBy,

        @Nullable Instant decidedAt) {

    /** @param known whether the caller may know of a customer */
    static MatchPairView of(MatchPair pair, Predicate<CustomerNumber> known) {
        String group = pair.group();
        return new MatchPairView(
                pair.id(),
                pair.a().value(),
                pair.b().value(),
                pair.runId(),
                pair.band(),
                pair.probability(),
                pair.weightMilli() / 1000.0,
                pair.evidence(),
                group == null || known.test(new CustomerNumber(group)) ? group : null,
                pair.state(),
                pair.reason(),
                pair.decidedBy(),
                pair.decidedAt());
    }
}
