package io.kehu.loyalty.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What one database transaction does to locked accounts, worked out in memory and written once per table. */
final class Sheet {

    private final Instant now;
    private final Map<SystemAccount, Long> system;
    private final Map<Long, OpenAccount> accounts = new LinkedHashMap<>();
    private final Map<UUID, OpenLot> lots = new HashMap<>();
    private final Map<UUID, OpenLot> byEarning = new HashMap<>();
    private final List<Booking> bookings = new ArrayList<>();
    private final List<Postings.Posting> postings = new ArrayList<>();
    private final List<Lots.Use> uses = new ArrayList<>();
    private final Set<OpenLot> opened = new LinkedHashSet<>();
    private final Set<OpenLot> changed = new LinkedHashSet<>();
    private final Set<OpenLot> extended = new LinkedHashSet<>();
    private final Set<OpenAccount> touched = new LinkedHashSet<>();
    private final Set<OpenDebt> touchedDebts = new LinkedHashSet<>();

    Sheet(Instant now, Map<SystemAccount, Long> system) {
        this.now = now;
        this.system = system;
    }

    Instant now() {
        return now;
    }

    void add(OpenAccount account) {
        accounts.put(account.id(), account);
    }

    OpenAccount account(long id) {
        OpenAccount account = accounts.get(id);
        if (account == null) {
            throw new IllegalStateException("The account of a lot is not locked");
        }
        return account;
    }

    /** The account of a sheet that was opened for one member. */
    OpenAccount only() {
        if (accounts.size() != 1) {
            throw new IllegalStateException("There is not one account");
        }
        return accounts.values().iterator().next();
    }

    boolean has(long account) {
        return accounts.containsKey(account);
    }

    /** Lots of accounts on this sheet; those that are on it already stay as they are. */
    void addLots(Collection<OpenLot> found) {
        for (OpenLot lot : found) {
            if (lots.putIfAbsent(lot.id(), lot) == null) {
                byEarning.put(lot.earnTx(), lot);
                account(lot.account()).add(lot);
            }
        }
    }

    OpenLot lot(UUID id) {
        OpenLot lot = lots.get(id);
        if (lot == null) {
            throw new IllegalStateException("A lot is not on the sheet");
        }
        return lot;
    }

    OpenLot lotOf(@Nullable UUID earnTx) {
        OpenLot lot = byEarning.get(earnTx);
        if (lot == null) {
            throw new IllegalStateException("What is to be taken back has no lot");
        }
        return lot;
    }

    /** A transaction between the member and the programme. @return the member's balance after it */
    long post(Booking booking, OpenAccount account, long points) {
        bookings.add(booking);
        long balance = side(booking, account, points);
        against(booking, -points);
        return balance;
    }

    /** A transaction that takes points from the member and, where there are too few, has the rest owed. */
    void post(Booking booking, OpenAccount account, long taken, OpenDebt debt, long owed) {
        bookings.add(booking);
        if (taken > 0) {
            side(booking, account, -taken);
        }
        postings.add(new Postings.Posting(booking.id(), debt.account(), -owed, debt.owe(owed)));
        touchedDebts.add(debt);
        against(booking, taken + owed);
    }

    /** A transaction between the member and what the member owes. */
    void repay(Booking booking, OpenAccount account, OpenDebt debt, List<OpenAccount.Part> parts) {
        long points = parts.stream().mapToLong(OpenAccount.Part::points).sum();
        bookings.add(booking);
        side(booking, account, -points);
        postings.add(new Postings.Posting(booking.id(), debt.account(), points, debt.repay(points)));
        touchedDebts.add(debt);
        take(booking, account, parts, OpenLot.End.EXHAUSTED);
    }

    private long side(Booking booking, OpenAccount account, long points) {
        long balance = account.post(points);
        postings.add(new Postings.Posting(booking.id(), account.id(), points, balance));
        touched.add(account);
        return balance;
    }

    private void against(Booking booking, long points) {
        Long other = system.get(booking.type().against());
        if (other == null) {
            throw new IllegalStateException("The programme has no such account");
        }
        postings.add(new Postings.Posting(booking.id(), other, points, null));
    }

    void open(OpenAccount account, OpenLot lot) {
        lots.put(lot.id(), lot);
        byEarning.put(lot.earnTx(), lot);
        account.add(lot);
        opened.add(lot);
    }

    void take(Booking booking, OpenAccount account, List<OpenAccount.Part> parts, OpenLot.End why) {
        for (OpenAccount.Part part : parts) {
            account.take(part, why, now);
            use(booking, part, part.points(), null);
        }
    }

    void takeHeld(Booking booking, OpenAccount account, List<OpenAccount.Part> parts) {
        for (OpenAccount.Part part : parts) {
            account.takeHeld(part);
            use(booking, part, part.points(), null);
        }
    }

    void giveBack(Booking booking, OpenAccount account, List<OpenAccount.Part> parts, Instant lastsUntil) {
        for (OpenAccount.Part part : parts) {
            account.giveBack(part, lastsUntil, now);
            use(booking, part, -part.points(), booking.reverses());
            extended.add(part.lot());
        }
    }

    void hold(OpenAccount account, List<OpenAccount.Part> parts) {
        for (OpenAccount.Part part : parts) {
            account.hold(part);
            change(part.lot());
        }
        touched.add(account);
    }

    void activate(OpenLot lot) {
        lot.activate();
        change(lot);
    }

    void release(OpenAccount account, List<OpenAccount.Part> parts) {
        for (OpenAccount.Part part : parts) {
            account.release(part, now);
            change(part.lot());
        }
        touched.add(account);
    }

    private void use(Booking booking, OpenAccount.Part part, long points, @Nullable UUID reverses) {
        uses.add(new Lots.Use(booking.id(), part.lot().id(), points, reverses));
        change(part.lot());
    }

    private void change(OpenLot lot) {
        if (!opened.contains(lot)) {
            changed.add(lot);
        }
    }

    List<Booking> bookings() {
        return bookings;
    }

    List<Postings.Posting> postings() {
        return postings;
    }

    List<Lots.Use> uses() {
        return uses;
    }

    Set<OpenLot> opened() {
        return opened;
    }

    Set<OpenLot> changed() {
        return changed;
    }

    Set<OpenLot> extended() {
        return extended;
    }

    List<MemberAccounts.Balance> balances() {
        List<MemberAccounts.Balance> balances = new ArrayList<>();
        touched.forEach(
                account -> balances.add(new MemberAccounts.Balance(account.id(), account.posted(), account.held())));
        touchedDebts.forEach(debt -> balances.add(new MemberAccounts.Balance(debt.account(), -debt.owed(), 0)));
        return balances;
    }
}
