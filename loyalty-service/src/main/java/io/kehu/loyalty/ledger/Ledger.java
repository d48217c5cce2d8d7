package io.kehu.loyalty.ledger;

import io.kehu.loyalty.program.Program;
import io.kehu.starter.merging.MergedNumbers;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.springframework.stereotype.Repository;

/**
 * Books points: each transaction has two postings that cancel out, an earning opens a lot, a reversal empties the lot it is about. Many
 * bookings go into one statement per table, with the accounts locked in the order of their ids. What comes for a merged number is booked
 * to the member it stands for, and stays filed under the number it came under.
 */
@Repository
public class Ledger {

    private final MemberAccounts accounts;
    private final Postings postings;
    private final Lots lots;
    private final MergedNumbers mergedNumbers;
    private final Clock clock;

    Ledger(MemberAccounts accounts, Postings postings, Lots lots, MergedNumbers mergedNumbers, Clock clock) {
        this.accounts = accounts;
        this.postings = postings;
        this.lots = lots;
        this.mergedNumbers = mergedNumbers;
        this.clock = clock;
    }

    /** A booking on its way into the tables. */
    record Entry(Booked booked, long account) {}

    /**
     * Books in the caller's transaction, in the order given.
     *
     * @throws IllegalStateException when a member would fall below zero or a lot would give more than it has; nothing may be committed then
     * @throws org.springframework.dao.PessimisticLockingFailureException when a merge came between; the transaction is to be run again
     */
    public List<Booked> book(Program program, List<Booking> bookings) {
        if (bookings.isEmpty()) {
            return List.of();
        }
        // PostgreSQL keeps microseconds; what we return must be what a later query finds.
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        List<String> members = members(bookings);
        Map<String, MemberAccounts.Locked> locked = lock(program, bookings, members);
        Map<String, Long> balances = new HashMap<>();
        Map<Long, Long> changes = new LinkedHashMap<>();
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < bookings.size(); i++) {
            Booking booking = bookings.get(i);
            String member = members.get(i);
            MemberAccounts.Locked account = locked.get(member);
            if (account == null) {
                throw new IllegalStateException("No account for a member that was just opened");
            }
            long balance = balances.getOrDefault(member, account.posted()) + booking.points();
            if (balance < 0) {
                throw new IllegalStateException("A member's points would fall below zero");
            }
            balances.put(member, balance);
            changes.merge(account.id(), booking.points(), Long::sum);
            Instant expiresAt = booking.type() == TxType.EARN ? program.expiryOf(now) : null;
            entries.add(new Entry(new Booked(booking, member, now, balance, expiresAt), account.id()));
        }
        postings.insert(program, now, bookings, sides(entries, accounts.issued(program.code())));
        lots.open(entries.stream()
                .filter(entry -> entry.booked().expiresAt() != null)
                .toList());
        lots.takeBack(bookings.stream()
                .filter(booking -> booking.type() == TxType.REVERSE_EARN)
                .toList());
        accounts.add(changes);
        return entries.stream().map(Entry::booked).toList();
    }

    /** Whom each booking is booked to: who its number stands for; for reversals, who has the lot, whatever number they come under. */
    private List<String> members(List<Booking> bookings) {
        Map<UUID, String> lotNumbers = lots.numbers(bookings.stream()
                .filter(booking -> booking.type() == TxType.REVERSE_EARN)
                .map(Booking::reverses)
                .filter(Objects::nonNull)
                .toList());
        List<String> filed = bookings.stream()
                .map(booking -> lotNumbers.getOrDefault(booking.reverses(), booking.number()))
                .toList();
        Map<String, String> living = mergedNumbers.living(filed);
        return filed.stream().map(number -> living.getOrDefault(number, number)).toList();
    }

    /** With their accounts locked, members stay who they are: merging and its undoing lock the same. */
    private Map<String, MemberAccounts.Locked> lock(Program program, List<Booking> bookings, List<String> members) {
        accounts.open(program.code(), members);
        Map<String, MemberAccounts.Locked> locked = accounts.lock(program.code(), members);
        if (!members(bookings).equals(members)) {
            throw new MergedMeanwhileException();
        }
        return locked;
    }

    private static List<Postings.Posting> sides(List<Entry> entries, long issued) {
        List<Postings.Posting> sides = new ArrayList<>();
        for (Entry entry : entries) {
            Booking booking = entry.booked().booking();
            sides.add(new Postings.Posting(
                    booking.id(),
                    entry.account(),
                    booking.points(),
                    entry.booked().balanceAfter()));
            sides.add(new Postings.Posting(booking.id(), issued, -booking.points(), null));
        }
        return sides;
    }
}
