package io.kehu.loyalty.ledger;

import io.kehu.loyalty.program.Program;
import io.kehu.starter.base.TimeOrderedIds;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Books points: each transaction has two postings that cancel out, an earning opens a lot, a reversal empties the lot it is about. Many
 * bookings go into one statement per table, with the accounts locked in the order of their ids.
 */
@Repository
public class Ledger {

    private final JdbcClient jdbc;
    private final MemberAccounts accounts;
    private final Clock clock;

    Ledger(JdbcClient jdbc, MemberAccounts accounts, Clock clock) {
        this.jdbc = jdbc;
        this.accounts = accounts;
        this.clock = clock;
    }

    /** A booking on its way into the tables. */
    private record Entry(Booked booked, long account) {}

    /**
     * Books in the caller's transaction, in the order given.
     *
     * @throws IllegalStateException when a member would fall below zero or a lot would give more than it has; nothing may be committed then
     */
    public List<Booked> book(Program program, List<Booking> bookings) {
        if (bookings.isEmpty()) {
            return List.of();
        }
        // PostgreSQL keeps microseconds; what we return must be what a later query finds.
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        List<String> numbers = bookings.stream().map(Booking::number).toList();
        accounts.open(program.code(), numbers);
        Map<String, MemberAccounts.Locked> locked = accounts.lock(program.code(), numbers);
        Map<String, Long> balances = new HashMap<>();
        Map<Long, Long> changes = new LinkedHashMap<>();
        List<Entry> entries = new ArrayList<>();
        for (Booking booking : bookings) {
            MemberAccounts.Locked account = locked.get(booking.number());
            if (account == null) {
                throw new IllegalStateException("No account for a member that was just opened");
            }
            long balance = balances.getOrDefault(booking.number(), account.posted()) + booking.points();
            if (balance < 0) {
                throw new IllegalStateException("A member's points would fall below zero");
            }
            balances.put(booking.number(), balance);
            changes.merge(account.id(), booking.points(), Long::sum);
            Instant expiresAt = booking.type() == TxType.EARN ? program.expiryOf(now) : null;
            entries.add(new Entry(new Booked(booking, now, balance, expiresAt), account.id()));
        }
        ensureMonth(now);
        insertTransactions(program, entries);
        insertPostings(entries, accounts.issued(program.code()));
        openLots(entries);
        emptyLots(entries);
        accounts.add(changes);
        return entries.stream().map(Entry::booked).toList();
    }

    private void insertTransactions(Program program, List<Entry> entries) {
        List<Booking> bookings =
                entries.stream().map(entry -> entry.booked().booking()).toList();
        jdbc.sql("""
                        INSERT INTO points_tx (id, booked_at, program, type, number, business_ref, rule, rule_version,
                            reverses, actor, occurred_at)
                        SELECT id, :bookedAt::timestamptz, :program, type, number, business_ref, rule, rule_version,
                            reverses, actor, occurred_at::timestamptz
                        FROM unnest(:ids, :types, :numbers, :refs, :rules, :ruleVersions, :reverses, :actors, :ats)
                            AS new (id, type, number, business_ref, rule, rule_version, reverses, actor, occurred_at)
                        """)
                .param("bookedAt", entries.getFirst().booked().bookedAt().toString())
                .param("program", program.code())
                .param("ids", bookings.stream().map(Booking::id).toArray(UUID[]::new))
                .param("types", bookings.stream().map(b -> b.type().name()).toArray(String[]::new))
                .param("numbers", bookings.stream().map(Booking::number).toArray(String[]::new))
                .param("refs", bookings.stream().map(Booking::businessRef).toArray(String[]::new))
                .param("rules", bookings.stream().map(Booking::rule).toArray(String[]::new))
                .param(
                        "ruleVersions",
                        bookings.stream().map(Booking::ruleVersion).toArray(Integer[]::new))
                .param("reverses", bookings.stream().map(Booking::reverses).toArray(UUID[]::new))
                .param("actors", bookings.stream().map(Booking::actor).toArray(String[]::new))
                .param(
                        "ats",
                        bookings.stream().map(b -> b.occurredAt().toString()).toArray(String[]::new))
                .update();
    }

    /** Both sides of every transaction in one statement; the database refuses it unless each cancels out. */
    private void insertPostings(List<Entry> entries, long issued) {
        int size = entries.size();
        UUID[] txs = new UUID[size * 2];
        long[] accountIds = new long[size * 2];
        long[] amounts = new long[size * 2];
        Long[] balances = new Long[size * 2];
        for (int i = 0; i < size; i++) {
            Booked booked = entries.get(i).booked();
            txs[2 * i] = booked.booking().id();
            txs[2 * i + 1] = booked.booking().id();
            accountIds[2 * i] = entries.get(i).account();
            accountIds[2 * i + 1] = issued;
            amounts[2 * i] = booked.booking().points();
            amounts[2 * i + 1] = -booked.booking().points();
            balances[2 * i] = booked.balanceAfter();
        }
        jdbc.sql("""
                        INSERT INTO points_posting (tx, booked_at, account, amount, balance_after)
                        SELECT tx, :bookedAt::timestamptz, account, amount, balance_after
                        FROM unnest(:txs, :accounts, :amounts, :balances)
                            WITH ORDINALITY AS new (tx, account, amount, balance_after, position)
                        ORDER BY position
                        """)
                .param("bookedAt", entries.getFirst().booked().bookedAt().toString())
                .param("txs", txs)
                .param("accounts", accountIds)
                .param("amounts", amounts)
                .param("balances", balances)
                .update();
    }

    private void openLots(List<Entry> entries) {
        List<Entry> earned = entries.stream()
                .filter(entry -> entry.booked().expiresAt() != null)
                .toList();
        if (earned.isEmpty()) {
            return;
        }
        jdbc.sql("""
                        INSERT INTO points_lot
                            (id, account, earn_tx, initial, remaining, activates_at, expires_at, business_ref)
                        SELECT id, account, earn_tx, points, points, activates_at::timestamptz, expires_at::timestamptz, ref
                        FROM unnest(:ids, :accounts, :txs, :points, :activates, :expires, :refs)
                            AS new (id, account, earn_tx, points, activates_at, expires_at, ref)
                        """)
                .param(
                        "ids",
                        earned.stream().map(entry -> TimeOrderedIds.next()).toArray(UUID[]::new))
                .param("accounts", earned.stream().mapToLong(Entry::account).toArray())
                .param(
                        "txs",
                        earned.stream().map(e -> e.booked().booking().id()).toArray(UUID[]::new))
                .param(
                        "points",
                        earned.stream()
                                .mapToLong(e -> e.booked().booking().points())
                                .toArray())
                .param(
                        "activates",
                        earned.stream()
                                .map(e -> e.booked().bookedAt().toString())
                                .toArray(String[]::new))
                .param(
                        "expires",
                        earned.stream()
                                .map(e -> String.valueOf(e.booked().expiresAt()))
                                .toArray(String[]::new))
                .param(
                        "refs",
                        earned.stream()
                                .map(e -> e.booked().booking().businessRef())
                                .toArray(String[]::new))
                .update();
    }

    /** A reversal takes from the very lot that its earning opened. */
    private void emptyLots(List<Entry> entries) {
        Map<UUID, Long> taken = new LinkedHashMap<>();
        for (Entry entry : entries) {
            Booking booking = entry.booked().booking();
            if (booking.type() == TxType.REVERSE_EARN && booking.reverses() != null) {
                taken.merge(booking.reverses(), -booking.points(), Long::sum);
            }
        }
        if (taken.isEmpty()) {
            return;
        }
        int touched = jdbc.sql("""
                        UPDATE points_lot l
                        SET remaining = remaining - taken.points,
                            state = CASE WHEN remaining = taken.points THEN 'REVERSED' ELSE state END
                        FROM unnest(:txs, :points) AS taken (tx, points)
                        WHERE l.earn_tx = taken.tx AND l.remaining - l.held >= taken.points
                        """)
                .param("txs", taken.keySet().toArray(UUID[]::new))
                .param(
                        "points",
                        taken.values().stream().mapToLong(Long::longValue).toArray())
                .update();
        if (touched != taken.size()) {
            throw new IllegalStateException("A lot has less left than is to be taken back");
        }
    }

    private void ensureMonth(Instant at) {
        jdbc.sql(
                        "SELECT ensure_month('points_tx', :month::date)::text || ensure_month('points_posting', :month::date)::text")
                .param("month", LocalDate.ofInstant(at, ZoneOffset.UTC).toString())
                .query(String.class)
                .list();
    }
}
