package io.kehu.loyalty.ledger;

import io.kehu.loyalty.LoyaltyProblem;
import io.kehu.loyalty.program.Program;
import io.kehu.starter.base.TimeOrderedIds;
import io.kehu.starter.web.problem.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Repository;

/**
 * Reserves points for something that is not certain yet. A hold keeps particular lots, which do not expire meanwhile, and ends once: captured,
 * wholly or in part, released, or timed out. Whoever wants to end it locks the accounts of its lots first.
 */
@Repository
public class Holds {

    private final HoldTable table;
    private final MemberAccounts accounts;
    private final Lots lots;
    private final Sheets sheets;
    private final Clock clock;

    Holds(HoldTable table, MemberAccounts accounts, Lots lots, Sheets sheets, Clock clock) {
        this.table = table;
        this.accounts = accounts;
        this.lots = lots;
        this.sheets = sheets;
        this.clock = clock;
    }

    /** A hold to be placed. */
    public record Wish(String number, long points, String businessRef, Duration lasting, String actor) {}

    /**
     * In the caller's transaction.
     *
     * @throws ProblemException when the member cannot spend that many points
     */
    public Hold place(Program program, Wish wish) {
        Sheet sheet = sheets.lock(program, List.of(wish.number()));
        OpenAccount account = sheet.only();
        if (!accounts.inactive(program.code(), Set.of(account.member())).isEmpty()) {
            throw new ProblemException(LoyaltyProblem.MEMBER_NOT_ACTIVE);
        }
        sheets.prepareSpending(sheet, Map.of(account.id(), wish.points()));
        if (account.available() < wish.points()) {
            throw new ProblemException(LoyaltyProblem.NOT_ENOUGH_POINTS, account.available())
                    .with("available", account.available());
        }
        List<OpenAccount.Part> parts = account.free(wish.points(), sheet.now());
        sheet.hold(account, parts);
        sheets.write(program, sheet);
        Hold hold = Hold.of(TimeOrderedIds.next(), program.code(), wish, sheet.now());
        table.insert(hold, wish.actor(), parts);
        return hold;
    }

    /**
     * Spends points of a hold and releases the rest, in the caller's transaction.
     *
     * @param program the hold's
     * @return one booking per member who holds them together, which are several only when a merge was undone meanwhile
     * @throws ProblemException when it has ended, or its time is over
     */
    public List<Booked> capture(Program program, UUID id, long points, String businessRef, String actor) {
        Sheet sheet = lock(program, List.of(id));
        if (!table.end(id, Hold.State.CAPTURED, points, sheet.now())) {
            throw ended(id);
        }
        Map<OpenAccount, List<OpenAccount.Part>> taken = new LinkedHashMap<>();
        Map<OpenAccount, List<OpenAccount.Part>> rest = new LinkedHashMap<>();
        long missing = points;
        for (OpenAccount.Part part : parts(sheet, List.of(id))) {
            OpenAccount account = sheet.account(part.lot().account());
            long some = Math.min(missing, part.points());
            put(taken, account, part.lot(), some);
            put(rest, account, part.lot(), part.points() - some);
            missing -= some;
        }
        if (missing > 0) {
            throw new ProblemException(LoyaltyProblem.MORE_THAN_HELD, points - missing).with("held", points - missing);
        }
        List<Booked> booked = new ArrayList<>();
        taken.forEach((account, parts) -> booked.add(spend(sheet, account, parts, businessRef, actor)));
        rest.forEach((account, parts) -> release(sheet, account, parts, businessRef, actor));
        sheets.write(program, sheet);
        return booked;
    }

    private static Booked spend(
            Sheet sheet, OpenAccount account, List<OpenAccount.Part> parts, String businessRef, String actor) {
        long points = parts.stream().mapToLong(OpenAccount.Part::points).sum();
        Booking booking = Booking.of(TxType.REDEEM, account.member(), -points, businessRef, actor, null, sheet.now());
        sheet.post(booking, account, -points);
        sheet.takeHeld(booking, account, parts);
        return new Booked(booking, account.member(), sheet.now(), account.posted(), null, account.owed());
    }

    /**
     * In the caller's transaction.
     *
     * @param program the hold's
     * @throws ProblemException when it has ended
     */
    public void release(Program program, UUID id, String actor) {
        Sheet sheet = lock(program, List.of(id));
        if (!table.end(id, Hold.State.RELEASED, 0, sheet.now())) {
            throw ended(id);
        }
        releaseAll(program, sheet, List.of(id), actor);
    }

    /**
     * Ends holds whose time is over, in the caller's transaction.
     *
     * @return how many were looked at
     */
    public int timeOut(Program program, int limit) {
        List<UUID> due = table.due(program.code(), clock.instant(), limit);
        if (!due.isEmpty()) {
            Sheet sheet = lock(program, due);
            releaseAll(program, sheet, table.timeOut(due, sheet.now()), "system:time-out");
        }
        return due.size();
    }

    private void releaseAll(Program program, Sheet sheet, List<UUID> ids, String actor) {
        Map<OpenAccount, List<OpenAccount.Part>> parts = new LinkedHashMap<>();
        for (OpenAccount.Part part : parts(sheet, ids)) {
            put(parts, sheet.account(part.lot().account()), part.lot(), part.points());
        }
        parts.forEach((account, ofAccount) -> release(sheet, account, ofAccount, "RELEASE", actor));
        sheets.write(program, sheet);
    }

    /** What came free pays what is owed. */
    private static void release(
            Sheet sheet, OpenAccount account, List<OpenAccount.Part> parts, String businessRef, String actor) {
        sheet.release(account, parts);
        if (account.owed() > 0) {
            Booking cause = Booking.of(TxType.REPAY, account.member(), 0, businessRef, actor, null, sheet.now());
            Debts.repay(
                    sheet,
                    account,
                    cause,
                    parts.stream().map(OpenAccount.Part::lot).distinct().toList());
        }
    }

    private static void put(
            Map<OpenAccount, List<OpenAccount.Part>> parts, OpenAccount account, OpenLot lot, long points) {
        if (points > 0) {
            parts.computeIfAbsent(account, key -> new ArrayList<>()).add(new OpenAccount.Part(lot, points));
        }
    }

    private Sheet lock(Program program, List<UUID> ids) {
        return sheets.lock(program, table.numbers(program.code(), ids));
    }

    private List<OpenAccount.Part> parts(Sheet sheet, List<UUID> ids) {
        List<HoldTable.Part> parts = table.parts(ids);
        sheet.addLots(lots.byIds(parts.stream().map(HoldTable.Part::lot).toList()));
        return parts.stream()
                .map(part -> new OpenAccount.Part(sheet.lot(part.lot()), part.points()))
                .sorted((one, other) -> OpenLot.SPENDING_ORDER.compare(one.lot(), other.lot()))
                .toList();
    }

    private ProblemException ended(UUID id) {
        return table.find(id)
                .map(hold -> new ProblemException(LoyaltyProblem.HOLD_ENDED)
                        .with("state", hold.state() == Hold.State.HELD ? Hold.State.TIMED_OUT : hold.state()))
                .orElseGet(() -> new ProblemException(LoyaltyProblem.HOLD_NOT_FOUND));
    }
}
