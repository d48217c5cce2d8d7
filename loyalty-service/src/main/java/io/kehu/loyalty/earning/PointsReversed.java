package io.kehu.loyalty.earning;

import io.kehu.loyalty.ledger.Booked;
import io.kehu.loyalty.program.Program;
import java.util.UUID;

/** As in docs/events/loyalty.points.reversed.v1; points are positive. */
record PointsReversed(
        UUID transactionId, String number, String program, long points, long balance, String businessRef) {

    static PointsReversed of(Program program, Booked booked) {
        return new PointsReversed(
                booked.booking().id(),
                booked.member(),
                program.code(),
                -booked.booking().points(),
                booked.balanceAfter(),
                booked.booking().businessRef());
    }
}
