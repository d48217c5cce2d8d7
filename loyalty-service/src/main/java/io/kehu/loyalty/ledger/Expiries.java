package io.kehu.loyalty.ledger;

import io.kehu.loyalty.program.Program;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.springframework.stereotype.Repository;

/**
 * Lets points expire whose last day is over: what is left of a lot and not held. Lots of one member that expire together are one transaction.
 * Repeating it does nothing, because a lot that expired has nothing left; what a hold keeps expires when the hold lets go.
 */
@Repository
public class Expiries {

    private static final String ACTOR = "system:expiry";

    private final Lots lots;
    private final MemberAccounts accounts;
    private final Sheets sheets;
    private final Clock clock;

    Expiries(Lots lots, MemberAccounts accounts, Sheets sheets, Clock clock) {
        this.lots = lots;
        this.accounts = accounts;
        this.sheets = sheets;
        this.clock = clock;
    }

    /**
     * In the caller's transaction.
     *
     * @param limit most lots to look at
     * @return what was booked; empty when nothing is due
     */
    public List<Booked> expire(Program program, int limit) {
        List<OpenLot> due = lots.due(program.code(), clock.instant(), limit);
        if (due.isEmpty()) {
            return List.of();
        }
        Sheet sheet = sheets.open(
                program, accounts.lock(due.stream().map(OpenLot::account).toList()));
        List<UUID> ids = due.stream().map(OpenLot::id).toList();
        // A merge may have moved some since they were found; they are found again.
        List<OpenLot> there =
                lots.byIds(ids).stream().filter(lot -> sheet.has(lot.account())).toList();
        sheet.addLots(there);
        List<Booked> booked = new ArrayList<>();
        Map<Long, List<OpenLot>> byAccount = new LinkedHashMap<>();
        there.forEach(lot -> byAccount
                .computeIfAbsent(lot.account(), account -> new ArrayList<>())
                .add(lot));
        byAccount.forEach(
                (account, ofAccount) -> booked.addAll(expire(program, sheet, sheet.account(account), ofAccount)));
        sheets.write(program, sheet);
        return booked;
    }

    /** Of these lots, those that are past their expiry. */
    static List<Booked> expire(Program program, Sheet sheet, OpenAccount account, Collection<OpenLot> lots) {
        Map<Instant, List<OpenAccount.Part>> byExpiry = new LinkedHashMap<>();
        for (OpenLot lot : lots) {
            if (lot.isOver(sheet.now()) && lot.free() > 0) {
                byExpiry.computeIfAbsent(Objects.requireNonNull(lot.expiresAt()), expiry -> new ArrayList<>())
                        .add(new OpenAccount.Part(lot, lot.free()));
            }
        }
        List<Booked> booked = new ArrayList<>();
        byExpiry.forEach((expiry, parts) -> {
            long points = parts.stream().mapToLong(OpenAccount.Part::points).sum();
            Booking booking = Booking.of(
                    TxType.EXPIRE,
                    account.member(),
                    -points,
                    "EXPIRY/" + program.lastDayBefore(expiry),
                    ACTOR,
                    null,
                    expiry);
            sheet.post(booking, account, -points);
            sheet.take(booking, account, parts, OpenLot.End.EXPIRED);
            booked.add(new Booked(booking, account.member(), sheet.now(), account.posted(), null, account.owed()));
        });
        return booked;
    }
}
