package io.kehu.loyalty.ledger;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Points to be booked between a member and the programme.
 *
 * @param id of the transaction
 * @param number it came under, which may be merged into another one
 * @param points positive to the member, negative from the member
 * @param businessRef what for, such as {@code POS/4711}
 * @param rule code of the earning rule, for earnings
 * @param reverses transaction it takes back, for reversals
 * @param occurredAt when what it is for happened
 */
public record Booking(
        UUID id,
        TxType type,
        String number,
        long points,
        String businessRef,
        @Nullable String rule,
        @Nullable Integer ruleVersion,
        @Nullable UUID reverses,
        String actor,
        Instant occurredAt) {}
