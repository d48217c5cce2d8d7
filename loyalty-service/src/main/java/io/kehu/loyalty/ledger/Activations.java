package io.kehu.loyalty.ledger;

import io.kehu.loyalty.program.Program;
import java.time.Clock;
import java.util.List;
import org.springframework.stereotype.Repository;

/**
 * Lets points be spent that have waited long enough, and has them pay what their members owe, first what need not wait first. The balance had
 * them all along, so nothing else is booked. Repeating it does nothing.
 */
@Repository
public class Activations {

    private static final String ACTOR = "system:activation";
    private static final String REF = "ACTIVATION";

    private final Lots lots;
    private final MemberAccounts accounts;
    private final Sheets sheets;
    private final Clock clock;

    Activations(Lots lots, MemberAccounts accounts, Sheets sheets, Clock clock) {
        this.lots = lots;
        this.accounts = accounts;
        this.sheets = sheets;
        this.clock = clock;
    }

    /**
     * In the caller's transaction.
     *
     * @param limit most lots to look at
     * @return how many were looked at
     */
    public int activate(Program program, int limit) {
        List<OpenLot> ripe = lots.ripe(program.code(), clock.instant(), limit);
        if (ripe.isEmpty()) {
            return 0;
        }
        Sheet sheet = sheets.open(
                program, accounts.lock(ripe.stream().map(OpenLot::account).toList()));
        // A merge may have moved some since they were found; they are found again.
        List<OpenLot> there = lots.byIds(ripe.stream().map(OpenLot::id).toList()).stream()
                .filter(lot -> sheet.has(lot.account()) && lot.isRipe(sheet.now()))
                .sorted(OpenLot.RIPENING_ORDER)
                .toList();
        sheet.addLots(there);
        for (OpenLot lot : there) {
            sheet.activate(lot);
            OpenAccount account = sheet.account(lot.account());
            Booking cause = Booking.of(TxType.REPAY, lot.number(), 0, REF, ACTOR, null, sheet.now());
            Debts.repay(sheet, account, cause, List.of(lot));
        }
        sheets.write(program, sheet);
        return ripe.size();
    }
}
