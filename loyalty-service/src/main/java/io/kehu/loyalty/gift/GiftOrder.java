package io.kehu.loyalty.gift;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A gift somebody wants.
 *
 * @param number customer number it came under
 * @param points price of all
 * @param hold what keeps the points until it is confirmed
 * @param spendings what spent them
 * @param reservedUntil until when it can be confirmed
 */
record GiftOrder(
        UUID id,
        String program,
        String gift,
        String number,
        long quantity,
        long points,
        State state,
        String businessRef,
        UUID hold,
        List<UUID> spendings,
        @Nullable String shipmentRef,
        String actor,
        Instant createdAt,
        Instant reservedUntil) {

    /** Where it stands. */
    enum State {
        RESERVED,
        CONFIRMED,
        SHIPPED,
        DONE,
        CANCELLED,
        RETURNED
    }
}
