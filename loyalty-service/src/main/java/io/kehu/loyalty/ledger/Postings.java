package io.kehu.loyalty.ledger;

import io.kehu.loyalty.program.Program;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** The tables {@code points_tx} and {@code points_posting}, which only grow. */
@Repository
class Postings {

    private final JdbcClient jdbc;
    private final Set<YearMonth> months = ConcurrentHashMap.newKeySet();

    Postings(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * One side of a transaction.
     *
     * @param balanceAfter of the account; missing for system accounts, which have none
     */
    record Posting(
            UUID tx, long account, long amount, @Nullable Long balanceAfter) {}

    /** Transactions, with all their sides in one statement; the database refuses it unless each cancels out. */
    void insert(Writes writes, Program program, Instant bookedAt, List<Booking> bookings, List<Posting> postings) {
        ensureMonth(bookedAt);
        insertTransactions(writes, program, bookedAt, bookings);
        insertPostings(writes, bookedAt, postings);
    }

    private static void insertTransactions(Writes writes, Program program, Instant bookedAt, List<Booking> bookings) {
        writes.add("""
                        INSERT INTO points_tx (id, booked_at, program, type, number, business_ref, rule, rule_version,
                            reverses, actor, reason, occurred_at)
                        SELECT id, :txBookedAt::timestamptz, :txProgram, type, number, business_ref, rule, rule_version,
                            reverses, actor, reason, occurred_at::timestamptz
                        FROM unnest(:txIds, :txTypes, :txNumbers, :txRefs, :txRules, :txRuleVersions, :txReverses, :txActors, :txReasons, :txAts)
                            AS new (id, type, number, business_ref, rule, rule_version, reverses, actor, reason, occurred_at)
                        """)
                .param("txBookedAt", bookedAt.toString())
                .param("txProgram", program.code())
                .param("txIds", bookings.stream().map(Booking::id).toArray(UUID[]::new))
                .param("txTypes", bookings.stream().map(b -> b.type().name()).toArray(String[]::new))
                .param("txNumbers", bookings.stream().map(Booking::number).toArray(String[]::new))
                .param("txRefs", bookings.stream().map(Booking::businessRef).toArray(String[]::new))
                .param("txRules", bookings.stream().map(Booking::rule).toArray(String[]::new))
                .param(
                        "txRuleVersions",
                        bookings.stream().map(Booking::ruleVersion).toArray(Integer[]::new))
                .param("txReverses", bookings.stream().map(Booking::reverses).toArray(UUID[]::new))
                .param("txActors", bookings.stream().map(Booking::actor).toArray(String[]::new))
                .param("txReasons", bookings.stream().map(Booking::reason).toArray(String[]::new))
                .param(
                        "txAts",
                        bookings.stream().map(b -> b.occurredAt().toString()).toArray(String[]::new));
    }

    private static void insertPostings(Writes writes, Instant bookedAt, List<Posting> postings) {
        writes.add("""
                        INSERT INTO points_posting (tx, booked_at, account, amount, balance_after)
                        SELECT tx, :sideBookedAt::timestamptz, account, amount, balance_after
                        FROM unnest(:sideTxs, :sideAccounts, :sideAmounts, :sideBalances)
                            WITH ORDINALITY AS new (tx, account, amount, balance_after, position)
                        ORDER BY position
                        """)
                .param("sideBookedAt", bookedAt.toString())
                .param("sideTxs", postings.stream().map(Posting::tx).toArray(UUID[]::new))
                .param(
                        "sideAccounts",
                        postings.stream().mapToLong(Posting::account).toArray())
                .param(
                        "sideAmounts",
                        postings.stream().mapToLong(Posting::amount).toArray())
                .param(
                        "sideBalances",
                        postings.stream().map(Posting::balanceAfter).toArray(Long[]::new));
    }

    /** A partition that was made stays, once its transaction is committed. */
    private void ensureMonth(Instant at) {
        YearMonth month = YearMonth.from(at.atOffset(ZoneOffset.UTC));
        if (months.contains(month)) {
            return;
        }
        jdbc.sql(
                        "SELECT ensure_month('points_tx', :month::date)::text || ensure_month('points_posting', :month::date)::text")
                .param("month", month.atDay(1).toString())
                .query(String.class)
                .list();
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                months.add(month);
            }
        });
    }
}
