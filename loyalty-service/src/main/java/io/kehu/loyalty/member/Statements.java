package io.kehu.loyalty.member;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads what a member has: balance, lots, and the statement that explains it line by line. */
@Repository
class Statements {

    private final JdbcClient jdbc;
    private final Clock clock;

    Statements(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** A member's account. */
    record Account(
            String program,
            String number,
            String status,
            long account,
            long posted,
            long held,
            long over,
            long pending,
            long owed,
            @Nullable Instant nextActivation) {

        /** Points that can be spent now. */
        long available() {
            return Math.max(0, posted - held - over - pending - owed);
        }
    }

    /** Points that expire together. */
    record Lot(
            UUID id,
            String number,
            long initial,
            long remaining,
            long held,
            String state,
            @Nullable Instant pendingUntil,
            @Nullable Instant expiresAt,
            String businessRef) {}

    /** Points of a lot that a line is about, positive to the member. */
    record Part(
            UUID lot,
            long points,
            @Nullable Instant pendingUntil,
            @Nullable Instant expiresAt,
            String businessRef) {}

    /** The merge that a line is about. */
    record Merge(UUID id, String loser, String survivor) {}

    /** One line of a statement. */
    record Line(
            long seq,
            UUID transactionId,
            String number,
            Instant bookedAt,
            Instant occurredAt,
            String type,
            long points,
            long balanceAfter,
            String businessRef,
            @Nullable String rule,
            @Nullable Integer ruleVersion,
            @Nullable UUID reverses,
            @Nullable String reason,
            @Nullable String activity,
            @Nullable Merge merge) {}

    /** The member that the number stands for. */
    Optional<Account> find(String program, String number) {
        return jdbc.sql("""
                        SELECT m.program, m.number, m.status, a.id, a.posted, a.held,
                            (SELECT coalesce(sum(l.remaining - l.held), 0) FROM points_lot l
                             WHERE l.account = a.id AND l.state = 'ACTIVE' AND l.expires_at <= :now::timestamptz) AS over,
                            w.pending, w.next,
                            (SELECT coalesce(-sum(d.posted), 0) FROM points_account d
                             WHERE d.kind = 'DEBT' AND d.program = m.program AND d.number = ANY (number_family(m.number))) AS owed
                        FROM member m
                        JOIN points_account a ON a.program = m.program AND a.kind = 'MEMBER' AND a.number = m.number
                        CROSS JOIN LATERAL (
                            SELECT coalesce(sum(l.remaining), 0) AS pending, min(l.pending_until) AS next FROM points_lot l
                            WHERE l.account = a.id AND l.state = 'PENDING'
                        ) AS w
                        WHERE m.program = :program AND m.number = living_number(:number)
                        """)
                .param("program", program)
                .param("number", number)
                .param("now", clock.instant().toString())
                .query((row, index) -> new Account(
                        row.getString("program"),
                        row.getString("number"),
                        row.getString("status"),
                        row.getLong("id"),
                        row.getLong("posted"),
                        row.getLong("held"),
                        row.getLong("over"),
                        row.getLong("pending"),
                        row.getLong("owed"),
                        instant(row, "next")))
                .optional();
    }

    /** The lot that expires first, if any does. */
    Optional<Lot> nextExpiry(long account) {
        return lots(account, null, 1).stream()
                .filter(lot -> lot.expiresAt() != null)
                .findFirst();
    }

    /** Lots with points left, soonest expiry first. */
    List<Lot> lots(long account, @Nullable UUID after, int limit) {
        return jdbc.sql("""
                        WITH after AS (SELECT coalesce(expires_at, 'infinity') AS expires_at, id FROM points_lot WHERE id = :after::uuid)
                        SELECT id, number, initial, remaining, held, state, pending_until, expires_at, business_ref FROM (
                            (SELECT * FROM points_lot WHERE account = :account AND state = 'ACTIVE'
                                AND (:after::uuid IS NULL OR (coalesce(expires_at, 'infinity'), id) > (SELECT expires_at, id FROM after))
                             ORDER BY expires_at NULLS LAST, id LIMIT :limit)
                            UNION ALL
                            SELECT * FROM points_lot WHERE account = :account AND state = 'PENDING'
                                AND (:after::uuid IS NULL OR (coalesce(expires_at, 'infinity'), id) > (SELECT expires_at, id FROM after))
                        ) AS lots
                        ORDER BY expires_at NULLS LAST, id
                        LIMIT :limit
                        """)
                .param("account", account)
                .param("after", after == null ? null : after.toString())
                .param("limit", limit)
                .query((row, index) -> new Lot(
                        row.getObject("id", UUID.class),
                        row.getString("number"),
                        row.getLong("initial"),
                        row.getLong("remaining"),
                        row.getLong("held"),
                        row.getString("state"),
                        instant(row, "pending_until"),
                        instant(row, "expires_at"),
                        row.getString("business_ref")))
                .list();
    }

    /**
     * Newest first.
     *
     * @param asOf only what was booked until then
     */
    List<Line> lines(long account, @Nullable Long beforeSeq, @Nullable Instant asOf, int limit) {
        return jdbc.sql("""
                        SELECT p.seq, p.tx, t.number, p.booked_at, t.occurred_at, t.type, p.amount, p.balance_after, t.business_ref,
                            t.rule, t.rule_version, t.reverses, t.reason, e.activity, m.merge_id, m.survivor
                        FROM points_posting p
                        JOIN points_tx t ON t.id = p.tx AND t.booked_at = p.booked_at
                        LEFT JOIN points_move m ON m.tx = t.id
                        LEFT JOIN activity_earning e ON t.type = 'EARN' AND e.tx = t.id
                        WHERE p.account = :account AND p.balance_after IS NOT NULL
                            AND (:before::bigint IS NULL OR p.seq < :before)
                            AND (:asOf::timestamptz IS NULL OR p.booked_at <= :asOf::timestamptz)
                        ORDER BY p.seq DESC
                        LIMIT :limit
                        """)
                .param("account", account)
                .param("before", beforeSeq)
                .param("asOf", asOf == null ? null : asOf.toString())
                .param("limit", limit)
                .query((row, index) -> new Line(
                        row.getLong("seq"),
                        row.getObject("tx", UUID.class),
                        row.getString("number"),
                        row.getTimestamp("booked_at").toInstant(),
                        row.getTimestamp("occurred_at").toInstant(),
                        row.getString("type"),
                        row.getLong("amount"),
                        row.getLong("balance_after"),
                        row.getString("business_ref"),
                        row.getString("rule"),
                        row.getObject("rule_version", Integer.class),
                        row.getObject("reverses", UUID.class),
                        row.getString("reason"),
                        row.getString("activity"),
                        merge(row)))
                .list();
    }

    /** Which lots transactions opened, took from or gave back to, by transaction. */
    Map<UUID, List<Part>> parts(Collection<UUID> transactions) {
        Map<UUID, List<Part>> parts = new HashMap<>();
        jdbc.sql("""
                        SELECT p.tx, l.id, p.points, l.pending_until, l.expires_at, l.business_ref
                        FROM (
                            SELECT earn_tx AS tx, id AS lot, initial AS points, 0 AS seq FROM points_lot WHERE earn_tx = ANY (:txs)
                            UNION ALL
                            SELECT tx, lot, -points, seq FROM points_lot_use WHERE tx = ANY (:txs)
                        ) AS p JOIN points_lot l ON l.id = p.lot
                        ORDER BY p.seq
                        """).param("txs", transactions.toArray(UUID[]::new)).query(row -> {
            parts.computeIfAbsent(row.getObject("tx", UUID.class), tx -> new ArrayList<>())
                    .add(new Part(
                            row.getObject("id", UUID.class),
                            row.getLong("points"),
                            instant(row, "pending_until"),
                            instant(row, "expires_at"),
                            row.getString("business_ref")));
        });
        return parts;
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }

    private static @Nullable Merge merge(ResultSet row) throws SQLException {
        UUID id = row.getObject("merge_id", UUID.class);
        return id == null ? null : new Merge(id, row.getString("number"), row.getString("survivor"));
    }
}
