package io.kehu.loyalty.event;

import io.kehu.loyalty.ledger.Booked;
import io.kehu.loyalty.program.Program;
import java.util.UUID;

/**
 * As in docs/events/loyalty.points.redeemed.v1, loyalty.points.restored.v1, loyalty.points.expired.v1 and, with a sign,
 * loyalty.points.adjusted.v1.
 */
record PointsMoved(UUID transactionId, String number, String program, long points, long balance, String businessRef) {

    static PointsMoved unsigned(Program program, Booked booked) {
        return of(program, booked, Math.abs(booked.booking().points()));
    }

    static PointsMoved signed(Program program, Booked booked) {
        return of(program, booked, booked.booking().points());
    }

    private static PointsMoved of(Program program, Booked booked, long points) {
        return new PointsMoved(
                booked.booking().id(),
                booked.member(),
                program.code(),
                points,
                booked.balanceAfter(),
                booked.booking().businessRef());
    }
}
