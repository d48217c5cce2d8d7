package io.kehu.loyalty.member;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads what a member has: balance, lots, and the statement that explains it line by line. */
@Repository
class Statements {

    private final JdbcClient jdbc;

    Statements(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A member's account. */
    record Account(String program, String number, String status, long account, long posted, long held) {}

    /** Points that expire together. */
    record Lot(
            UUID id,
            String number,
            long initial,
            long remaining,
            String state,
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
            @Nullable Merge merge) {}

    /** The member that the number stands for. */
    Optional<Account> find(String program, String number) {
        return jdbc.sql("""
                        SELECT m.program, m.number, m.status, a.id, a.posted, a.held
                        FROM member m
                        JOIN points_account a ON a.program = m.program AND a.kind = 'MEMBER' AND a.number = m.number
                        WHERE m.program = :program AND m.number = living_number(:number)
                        """)
                .param("program", program)
                .param("number", number)
                .query((row, index) -> new Account(
                        row.getString("program"),
                        row.getString("number"),
                        row.getString("status"),
                        row.getLong("id"),
                        row.getLong("posted"),
                        row.getLong("held")))
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
                        SELECT id, number, initial, remaining, state, expires_at, business_ref FROM points_lot
                        WHERE account = :account AND remaining > 0
                            AND (:after::uuid IS NULL OR (coalesce(expires_at, 'infinity'), id) >
                                (SELECT coalesce(expires_at, 'infinity'), id FROM points_lot WHERE id = :after::uuid))
                        ORDER BY expires_at NULLS LAST, id
                        LIMIT :limit
                        """)
                .param("account", account)
                .param("after", after == null ? null : after.toString())
                .param("limit", limit)
                .query((row, index) -> {
                    var expiresAt = row.getTimestamp("expires_at");
                    return new Lot(
                            row.getObject("id", UUID.class),
                            row.getString("number"),
                            row.getLong("initial"),
                            row.getLong("remaining"),
                            row.getString("state"),
                            expiresAt == null ? null : expiresAt.toInstant(),
                            row.getString("business_ref"));
                })
                .list();
    }

    /** Newest first. */
    List<Line> lines(long account, @Nullable Long beforeSeq, int limit) {
        return jdbc.sql("""
                        SELECT p.seq, p.tx, t.number, p.booked_at, t.occurred_at, t.type, p.amount, p.balance_after, t.business_ref,
                            t.rule, t.rule_version, t.reverses, m.merge_id, m.survivor
                        FROM points_posting p
                        JOIN points_tx t ON t.id = p.tx AND t.booked_at = p.booked_at
                        LEFT JOIN points_move m ON m.tx = t.id
                        WHERE p.account = :account AND p.balance_after IS NOT NULL
                            AND (:before::bigint IS NULL OR p.seq < :before)
                        ORDER BY p.seq DESC
                        LIMIT :limit
                        """)
                .param("account", account)
                .param("before", beforeSeq)
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
                        merge(row)))
                .list();
    }

    private static @Nullable Merge merge(ResultSet row) throws SQLException {
        UUID id = row.getObject("merge_id", UUID.class);
        return id == null ? null : new Merge(id, row.getString("number"), row.getString("survivor"));
    }
}
