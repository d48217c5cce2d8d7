package io.kehu.loyalty.coupon;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Codes of one issue, by their positions.
 *
 * @param numbers whose they are; nobody's when missing
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared as a whole.
record NewCodes(
        UUID issue,
        byte[] seed,
        List<UUID> ids,
        @Nullable List<String> numbers,
        Instant issuedAt,
        @Nullable Instant validTo) {

    int size() {
        return ids.size();
    }
}
