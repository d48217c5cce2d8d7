package io.kehu.loyalty.coupon;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A promotion whose codes are issued.
 *
 * @param reserved how many codes are kept for orders
 * @param used how many are redeemed
 */
record Coupon(
        String program,
        String code,
        String name,
        Worth worth,
        Terms terms,
        Validity validity,
        long reserved,
        long used,
        @Nullable Instant endedAt) {

    /**
     * Where, how often and beside what it is used.
     *
     * @param quota most codes ever redeemed, those that are kept for orders included; any number when missing
     * @param perCustomer the same for one customer, under all numbers
     * @param channels where; everywhere when empty
     * @param stackGroup two coupons of one group do not go on one order
     */
    record Terms(
            @Nullable Long quota,
            @Nullable Integer perCustomer,
            List<Channel> channels,
            @Nullable String stackGroup) {

        boolean isFor(Channel channel) {
            return channels.isEmpty() || channels.contains(channel);
        }

        boolean isUsedUp(long reserved, long used) {
            return quota != null && reserved + used >= quota;
        }
    }

    /**
     * When codes are good.
     *
     * @param days after the day of issue, until the end of the local day; the earlier one counts where there is an end as well
     */
    record Validity(
            Instant from, @Nullable Instant to, @Nullable Integer days) {

        /** When a code that is issued now ends. */
        @Nullable
        Instant end(Instant now, ZoneId zone) {
            if (days == null) {
                return to;
            }
            Instant end = now.atZone(zone)
                    .toLocalDate()
                    .plusDays(days + 1L)
                    .atStartOfDay(zone)
                    .toInstant();
            return to != null && to.isBefore(end) ? to : end;
        }
    }

    /** Where it stands. */
    enum State {
        ACTIVE,
        ENDED
    }

    /** Ended by somebody, or by its time. */
    State state(Instant now) {
        Instant to = validity.to();
        return endedAt != null || (to != null && !now.isBefore(to)) ? State.ENDED : State.ACTIVE;
    }

    /** For how long an order keeps a code unless it says so. */
    static final Duration USUAL_RESERVATION = Duration.ofMinutes(30);
}
