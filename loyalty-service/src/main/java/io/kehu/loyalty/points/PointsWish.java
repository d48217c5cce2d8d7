package io.kehu.loyalty.points;

import io.kehu.loyalty.activity.SettleActivities;
import io.kehu.loyalty.ledger.Booking;

/** Points that somebody wants to have booked. */
sealed interface PointsWish {

    /** Code. */
    String program();

    String number();

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
