package io.kehu.loyalty.gift;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something points buy.
 *
 * @param points price of one
 * @param stock how many there are or were, those given away included
 * @param reserved how many of them are promised
 * @param issued how many of them are given away
 * @param perCustomer most for one customer; any number when missing
 */
record Gift(
        String program,
        String code,
        String name,
        long points,
        long stock,
        long reserved,
        long issued,
        @Nullable Integer perCustomer,
        Instant validFrom,
        @Nullable Instant validTo,
        @Nullable Instant endedAt) {

    long available() {
        return stock - reserved - issued;
    }

    boolean isOffered(Instant now) {
        return endedAt == null && !now.isBefore(validFrom) && (validTo == null || now.isBefore(validTo));
    }
}
