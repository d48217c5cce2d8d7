package io.kehu.loyalty.points;

import io.kehu.loyalty.ledger.Booked;
import io.kehu.loyalty.ledger.TxType;
import io.kehu.loyalty.program.Program;
import java.time.Instant;
import java.util.UUID;

/**
 * A transaction that was booked.
 *
 * @param number the member's, which is another one than asked with when that one was merged into it
 * @param points positive to the member, negative from the member
 * @param balance the member's points right after it
 * @param owed points the member owes
 */
record TransactionView(
        UUID transactionId,
        String number,
        String program,
        TxType type,
        long points,
        long balance,
        long owed,
        String businessRef,
        Instant bookedAt) {

    static TransactionView of(Program program, Booked booked) {
        return new TransactionView(
                booked.booking().id(),
                booked.member(),
                program.code(),
                booked.booking().type(),
                booked.booking().points(),
                booked.balanceAfter(),
                booked.owed(),
                booked.booking().businessRef(),
                booked.bookedAt());
    }
}
