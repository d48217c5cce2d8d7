package io.kehu.loyalty.ledger;

import java.util.ArrayList;
import java.util.List;

/** Pays what a member owes out of points that came in or came free. */
final class Debts {

    private Debts() {}

    /** @param cause the booking that brought the points; the repayment is booked for the same reason */
    static void repay(Sheet sheet, OpenAccount account, Booking cause, List<OpenLot> lots) {
        for (OpenDebt debt : List.copyOf(account.debts().values())) {
            List<OpenAccount.Part> parts = new ArrayList<>();
            long missing = debt.owed();
            for (OpenLot lot : lots) {
                long some = lot.isOver(sheet.now()) || lot.isPending() ? 0 : Math.min(missing, lot.free());
                if (some > 0) {
                    parts.add(new OpenAccount.Part(lot, some));
                    missing -= some;
                }
            }
            long points = debt.owed() - missing;
            if (points > 0) {
                sheet.repay(cause.followedBy(TxType.REPAY, debt.number(), points), account, debt, parts);
            }
        }
    }
}
