package io.kehu.loyalty.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** A member's locked account in the middle of a transaction, with as many of its lots as the transaction needs. */
final class OpenAccount {

    /** Points of a lot. */
    record Part(OpenLot lot, long points) {}

    private final long id;
    private final String member;
    private final TreeSet<OpenLot> lots = new TreeSet<>(OpenLot.SPENDING_ORDER);
    private final Map<String, OpenDebt> debts = new LinkedHashMap<>();
    private long posted;
    private long held;
    private long over;
    private long pending;

    OpenAccount(MemberAccounts.Locked locked) {
        this.id = locked.id();
        this.member = locked.number();
        this.posted = locked.posted();
        this.held = locked.held();
    }

    long id() {
        return id;
    }

    String member() {
        return member;
    }

    long posted() {
        return posted;
    }

    long held() {
        return held;
    }

    /** Points that can be spent: not held, not past their expiry, not waiting, not owed. */
    long available() {
        return Math.max(0, posted - held - over - pending - owed());
    }

    long owed() {
        return debts.values().stream().mapToLong(OpenDebt::owed).sum();
    }

    Map<String, OpenDebt> debts() {
        return debts;
    }

    void add(OpenDebt debt) {
        debts.put(debt.number(), debt);
    }

    /** Points past their expiry whose expiry is not booked yet, and points that wait. */
    void setUnspendable(Lots.Unspendable points) {
        over = points.over();
        pending = points.pending();
    }

    void add(OpenLot lot) {
        lots.add(lot);
    }

    /** @return the balance after it */
    long post(long points) {
        posted += points;
        return posted;
    }

    /** Free points in the order they are spent in, as many as there are up to those asked for; takes nothing yet. */
    List<Part> free(long points, Instant now) {
        List<Part> parts = new ArrayList<>();
        long missing = points;
        for (OpenLot lot : lots) {
            if (missing == 0) {
                break;
            }
            long some = lot.isOver(now) || lot.isPending() ? 0 : Math.min(missing, lot.free());
            if (some > 0) {
                parts.add(new Part(lot, some));
                missing -= some;
            }
        }
        return parts;
    }

    void take(Part part, OpenLot.End why, Instant now) {
        part.lot().take(part.points(), why);
        if (part.lot().isOver(now)) {
            over -= part.points();
        }
        if (part.lot().isPending()) {
            pending -= part.points();
        }
    }

    void takeHeld(Part part) {
        part.lot().takeHeld(part.points());
        held -= part.points();
    }

    void hold(Part part) {
        part.lot().hold(part.points());
        held += part.points();
    }

    void release(Part part, Instant now) {
        part.lot().release(part.points());
        held -= part.points();
        if (part.lot().isOver(now)) {
            over += part.points();
        }
    }

    /** @param lastsUntil how long a lot lasts that is past its expiry; one that lasts no longer than now keeps the date it had */
    void giveBack(Part part, Instant lastsUntil, Instant now) {
        lots.remove(part.lot());
        part.lot().giveBack(part.points());
        if (part.lot().isOver(now) && lastsUntil.isAfter(now)) {
            part.lot().lastUntil(lastsUntil);
        }
        lots.add(part.lot());
        if (part.lot().isOver(now)) {
            over += part.points();
        }
    }
}
