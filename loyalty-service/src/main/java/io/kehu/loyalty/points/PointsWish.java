package io.kehu.loyalty.points;

import io.kehu.loyalty.activity.SettleActivities;
import io.kehu.loyalty.ledger.Booking;
import io.kehu.loyalty.ledger.TxType;
import java.time.Instant;

/** Points that somebody wants to have booked. */
sealed interface PointsWish {

    /** Code. */
    String program();

    String number();

    static PointsWish spend(String program, String number, long points, String businessRef, String actor, Instant now) {
        return new Spend(program, Booking.of(TxType.REDEEM, number, -points, businessRef, actor, null, now));
    }

    /** To be spent. */
    record Spend(String program, Booking booking) implements PointsWish {

        @Override
        public String number() {
            return booking.number();
        }
    }

    /** To be earned by what a member did. */
    record Earn(String program, SettleActivities.Deed deed) implements PointsWish {

        @Override
        public String number() {
            return deed.number();
        }
    }
}
