package io.kehu.loyalty.ledger;

import io.kehu.loyalty.program.Program;
import io.kehu.starter.base.TimeOrderedIds;
import io.kehu.starter.merging.MergedNumbers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/**
 * Books points: each transaction has postings that cancel out; what comes in opens a lot, and what goes out is taken from lots, soonest
 * expiry first. Many bookings go into one statement per table, with the accounts locked in the order of their ids. What comes for a merged
 * number is booked to the member it stands for, and stays filed under the number it came under.
 */
@Repository
public class Ledger {

    private final MemberAccounts accounts;
    private final Lots lots;
    private final Sheets sheets;
    private final MergedNumbers mergedNumbers;

    Ledger(MemberAccounts accounts, Lots lots, Sheets sheets, MergedNumbers mergedNumbers) {
        this.accounts = accounts;
        this.lots = lots;
        this.sheets = sheets;
        this.mergedNumbers = mergedNumbers;
    }

    /**
     * As {@link #tryBook}, for what nobody can refuse.
     *
     * @throws IllegalStateException when one is refused; nothing may be committed then
     */
    public List<Booked> book(Program program, List<Booking> bookings) {
        return tryBook(program, bookings).stream()
                .map(outcome -> switch (outcome) {
                    case Booked booked -> booked;
                    case Refused refused ->
                        throw new IllegalStateException("A booking is refused: " + refused.reason());
                })
                .toList();
    }

    /**
     * Books in the caller's transaction, in the order given, each for itself: one that is refused leaves no trace. {@code EARN}, {@code
     * REDEEM}, {@code REVERSE_EARN}, {@code ADJUST}, {@code IMPORT} and {@code REVERSE_IMPORT} are booked here.
     *
     * @throws org.springframework.dao.PessimisticLockingFailureException when a merge came between; the transaction is to be run again
     */
    public List<Outcome> tryBook(Program program, List<Booking> bookings) {
        if (bookings.isEmpty()) {
            return List.of();
        }
        List<String> members = members(bookings);
        Map<String, MemberAccounts.Locked> locked = lock(program, bookings, members);
        Sheet sheet = sheets.open(program, locked.values());
        prepare(sheet, bookings, members, locked);
        Set<String> inactive =
                bookings.stream().anyMatch(Ledger::spends) ? accounts.inactive(program.code(), members) : Set.of();
        Set<String> closed =
                bookings.stream().anyMatch(Ledger::brings) ? accounts.closed(program.code(), members) : Set.of();
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < bookings.size(); i++) {
            Booking booking = bookings.get(i);
            OpenAccount account = sheet.account(required(locked, members.get(i)).id());
            outcomes.add(
                    spends(booking) && inactive.contains(account.member())
                                    || brings(booking) && closed.contains(account.member())
                            ? new Refused(booking, Refused.Reason.MEMBER_NOT_ACTIVE, account.available())
                            : book(program, sheet, account, booking));
        }
        sheets.write(program, sheet);
        return outcomes;
    }

    private Outcome book(Program program, Sheet sheet, OpenAccount account, Booking booking) {
        return switch (booking.type()) {
            case EARN, IMPORT -> receive(program, sheet, account, booking);
            case REDEEM -> spend(sheet, account, booking);
            case ADJUST ->
                booking.points() > 0 ? receive(program, sheet, account, booking) : spend(sheet, account, booking);
            case REVERSE_EARN -> reverse(program, sheet, account, booking);
            case REVERSE_IMPORT -> takeBack(sheet, account, booking);
            case REVERSE_REDEEM, EXPIRE, REPAY, MERGE, UNMERGE ->
                throw new IllegalArgumentException(booking.type() + " is booked elsewhere");
        };
    }

    private static boolean spends(Booking booking) {
        return booking.type() == TxType.REDEEM;
    }

    private static boolean brings(Booking booking) {
        return booking.type() == TxType.IMPORT;
    }

    /** Opens a lot; what the member owes is paid out of it at once, or when its points need not wait any more. */
    private static Booked receive(Program program, Sheet sheet, OpenAccount account, Booking booking) {
        Instant spendableAt = booking.pendingUntil() == null ? sheet.now() : booking.pendingUntil();
        boolean pending = spendableAt.isAfter(sheet.now());
        Booking.Origin origin = booking.origin();
        Instant expiresAt = origin == null ? program.expiryOf(pending ? spendableAt : sheet.now()) : origin.expiresAt();
        sheet.post(booking, account, booking.points());
        OpenLot lot = new OpenLot(
                origin == null ? TimeOrderedIds.next() : OpenLot.idOf(origin.earnedAt()),
                account.id(),
                booking.number(),
                booking.id(),
                booking.points(),
                booking.businessRef(),
                sheet.now(),
                origin == null ? null : origin.earnedAt(),
                pending ? spendableAt : null,
                pending,
                expiresAt,
                booking.points(),
                0);
        sheet.open(account, lot);
        Debts.repay(sheet, account, booking, List.of(lot));
        return booked(sheet, account, booking, expiresAt);
    }

    private static Outcome spend(Sheet sheet, OpenAccount account, Booking booking) {
        long points = -booking.points();
        if (account.available() < points) {
            return new Refused(booking, Refused.Reason.NOT_ENOUGH_POINTS, account.available());
        }
        sheet.post(booking, account, -points);
        sheet.take(booking, account, account.free(points, sheet.now()), OpenLot.End.EXHAUSTED);
        return booked(sheet, account, booking, null);
    }

    /** Takes from the lot of the earning first, then from others; what is missing is owed. */
    private Booked reverse(Program program, Sheet sheet, OpenAccount account, Booking booking) {
        OpenLot own = sheet.lotOf(booking.reverses());
        long points = -booking.points();
        long ofOwn = Math.min(points, own.free());
        List<OpenAccount.Part> first = ofOwn == 0 ? List.of() : List.of(new OpenAccount.Part(own, ofOwn));
        long before = ofOwn;
        List<OpenAccount.Part> others = account.free(points, sheet.now()).stream()
                .filter(part -> part.lot() != own)
                .toList();
        List<OpenAccount.Part> more = cut(others, points - before);
        long taken = ofOwn + more.stream().mapToLong(OpenAccount.Part::points).sum();
        if (taken == points) {
            sheet.post(booking, account, -points);
        } else {
            OpenDebt debt = account.debts().get(own.number());
            if (debt == null) {
                debt = accounts.openDebt(program.code(), own.number());
                account.add(debt);
            }
            sheet.post(booking, account, taken, debt, points - taken);
        }
        sheet.take(booking, account, first, OpenLot.End.REVERSED);
        sheet.take(booking, account, more, OpenLot.End.EXHAUSTED);
        return booked(sheet, account, booking, null);
    }

    /** Takes from the lot of the import and from no other. */
    private static Outcome takeBack(Sheet sheet, OpenAccount account, Booking booking) {
        OpenLot own = sheet.lotOf(booking.reverses());
        long points = -booking.points();
        if (own.free() < points) {
            return new Refused(booking, Refused.Reason.NOT_ENOUGH_POINTS, own.free());
        }
        sheet.post(booking, account, -points);
        sheet.take(booking, account, List.of(new OpenAccount.Part(own, points)), OpenLot.End.REVERSED);
        return booked(sheet, account, booking, null);
    }

    private static List<OpenAccount.Part> cut(List<OpenAccount.Part> parts, long points) {
        List<OpenAccount.Part> cut = new ArrayList<>();
        long missing = points;
        for (OpenAccount.Part part : parts) {
            long some = Math.min(missing, part.points());
            if (some > 0) {
                cut.add(new OpenAccount.Part(part.lot(), some));
                missing -= some;
            }
        }
        return cut;
    }

    private static Booked booked(Sheet sheet, OpenAccount account, Booking booking, @Nullable Instant expiresAt) {
        return new Booked(booking, account.member(), sheet.now(), account.posted(), expiresAt, account.owed());
    }

    /** Gets the lots that bookings are about, and enough of those that are spent first. */
    private void prepare(
            Sheet sheet, List<Booking> bookings, List<String> members, Map<String, MemberAccounts.Locked> locked) {
        Map<Long, Long> wanted = new HashMap<>();
        for (int i = 0; i < bookings.size(); i++) {
            if (bookings.get(i).points() < 0) {
                wanted.merge(
                        required(locked, members.get(i)).id(), -bookings.get(i).points(), Long::sum);
            }
        }
        sheet.addLots(lots.ofEarnings(reversed(bookings)));
        sheets.prepareSpending(sheet, wanted);
    }

    private static List<UUID> reversed(List<Booking> bookings) {
        return bookings.stream()
                .filter(booking -> booking.type() == TxType.REVERSE_EARN || booking.type() == TxType.REVERSE_IMPORT)
                .map(Booking::reverses)
                .filter(Objects::nonNull)
                .toList();
    }

    /** Whom each booking is booked to: who its number stands for; for reversals, who has the lot, whatever number they come under. */
    private List<String> members(List<Booking> bookings) {
        Map<UUID, String> lotNumbers = lots.numbers(reversed(bookings));
        List<String> filed = bookings.stream()
                .map(booking -> lotNumbers.getOrDefault(booking.reverses(), booking.number()))
                .toList();
        Map<String, String> living = mergedNumbers.living(filed);
        return filed.stream().map(number -> living.getOrDefault(number, number)).toList();
    }

    /** With their accounts locked, members stay who they are: merging and its undoing lock the same. */
    private Map<String, MemberAccounts.Locked> lock(Program program, List<Booking> bookings, List<String> members) {
        Map<String, MemberAccounts.Locked> locked = accounts.openAndLock(program.code(), members);
        if (!members(bookings).equals(members)) {
            throw new MergedMeanwhileException();
        }
        return locked;
    }

    private static MemberAccounts.Locked required(Map<String, MemberAccounts.Locked> locked, String member) {
        MemberAccounts.Locked account = locked.get(member);
        if (account == null) {
            throw new IllegalStateException("No account for a member that was just opened");
        }
        return account;
    }
}
