package io.kehu.loyalty.tier;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The tables {@code member_tier} and {@code tier_change}. */
@Repository
class MemberTiers {

    private final JdbcClient jdbc;

    MemberTiers(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * The tier a number has got.
     *
     * @param validTo until when; missing for the first tier
     * @param before what it had before it reached this one, until the next review
     */
    record Held(
            String number,
            String tier,
            Instant since,
            @Nullable Instant validTo,
            @Nullable String before,
            @Nullable Instant beforeValidTo) {}

    /** A way into a tier. */
    record Change(
            UUID id,
            String number,
            String from,
            String to,
            Cause cause,
            long qualifying,
            int version,
            @Nullable Instant validTo,
            Instant at) {}

    /** Why. */
    enum Cause {
        /** What qualifies became enough. */
        UPGRADE,
        /** At the review it was enough again. */
        RENEWAL,
        /** At the review it was not. */
        DOWNGRADE,
        /** What it was reached with was taken back. */
        REVERSAL
    }

    /** Of each member, what all of their numbers have got. */
    Map<String, List<Held>> of(String program, Collection<String> members) {
        Map<String, List<Held>> held = new HashMap<>();
        jdbc.sql("""
                        WITH RECURSIVE family (number, member) AS (
                            SELECT member, member FROM unnest(:members) AS m (member)
                            UNION ALL
                            SELECT n.number, f.member FROM family f JOIN merged_number n ON n.living_into = f.number
                        )
                        SELECT f.member, t.number, t.tier, t.since, t.valid_to, t.before_tier, t.before_valid_to
                        FROM family f JOIN member_tier t ON t.program = :program AND t.number = f.number
                        """)
                .param("program", program)
                .param("members", members.stream().distinct().toArray(String[]::new))
                .query(row -> {
                    held.computeIfAbsent(row.getString("member"), member -> new ArrayList<>())
                            .add(held(row));
                });
        return held;
    }

    /** In the order everybody locks them in; those without a row get one of the first tier. */
    List<Held> lock(String program, String base, Collection<String> numbers, Instant now) {
        String[] sorted = numbers.stream().distinct().sorted().toArray(String[]::new);
        jdbc.sql("""
                        INSERT INTO member_tier (program, number, tier, since)
                        SELECT :program, number, :base, :now::timestamptz FROM unnest(:numbers) AS number ORDER BY number
                        ON CONFLICT DO NOTHING
                        """)
                .param("program", program)
                .param("base", base)
                .param("now", now.toString())
                .param("numbers", sorted)
                .update();
        return jdbc.sql("""
                        SELECT number, tier, since, valid_to, before_tier, before_valid_to FROM member_tier
                        WHERE program = :program AND number = ANY (:numbers) ORDER BY number FOR UPDATE
                        """)
                .param("program", program)
                .param("numbers", sorted)
                .query((row, index) -> held(row))
                .list();
    }

    /** Locked; those another instance reviews are left out. */
    List<Held> lockDue(String program, Instant endedBefore, int limit) {
        return jdbc.sql("""
                        SELECT number, tier, since, valid_to, before_tier, before_valid_to FROM member_tier
                        WHERE program = :program AND valid_to <= :before::timestamptz
                        ORDER BY valid_to, number LIMIT :limit FOR UPDATE SKIP LOCKED
                        """)
                .param("program", program)
                .param("before", endedBefore.toString())
                .param("limit", limit)
                .query((row, index) -> held(row))
                .list();
    }

    void write(String program, Held held) {
        jdbc.sql("""
                        UPDATE member_tier SET tier = :tier, since = :since::timestamptz, valid_to = :validTo::timestamptz,
                            before_tier = :before, before_valid_to = :beforeValidTo::timestamptz
                        WHERE program = :program AND number = :number
                        """)
                .param("program", program)
                .param("number", held.number())
                .param("tier", held.tier())
                .param("since", held.since().toString())
                .param("validTo", text(held.validTo()))
                .param("before", held.before())
                .param("beforeValidTo", text(held.beforeValidTo()))
                .update();
    }

    void note(String program, Change change) {
        jdbc.sql("""
                        INSERT INTO tier_change (id, program, number, from_tier, to_tier, cause, qualifying, version, valid_to, changed_at)
                        VALUES (:id, :program, :number, :from, :to, :cause, :qualifying, :version, :validTo::timestamptz, :at::timestamptz)
                        """)
                .param("id", change.id())
                .param("program", program)
                .param("number", change.number())
                .param("from", change.from())
                .param("to", change.to())
                .param("cause", change.cause().name())
                .param("qualifying", change.qualifying())
                .param("version", change.version())
                .param("validTo", text(change.validTo()))
                .param("at", change.at().toString())
                .update();
    }

    /** Of all numbers of a member, newest first. */
    List<Change> changes(String program, String number, @Nullable UUID before, int limit) {
        return jdbc.sql("""
                        SELECT id, number, from_tier, to_tier, cause, qualifying, version, valid_to, changed_at FROM tier_change
                        WHERE program = :program AND number = ANY (number_family(:number))
                            AND (:before::uuid IS NULL OR id < :before::uuid)
                        ORDER BY id DESC LIMIT :limit
                        """)
                .param("program", program)
                .param("number", number)
                .param("before", before == null ? null : before.toString())
                .param("limit", limit)
                .query((row, index) -> new Change(
                        row.getObject("id", UUID.class),
                        row.getString("number"),
                        row.getString("from_tier"),
                        row.getString("to_tier"),
                        Cause.valueOf(row.getString("cause")),
                        row.getLong("qualifying"),
                        row.getInt("version"),
                        instant(row, "valid_to"),
                        row.getTimestamp("changed_at").toInstant()))
                .list();
    }

    private static Held held(ResultSet row) throws SQLException {
        return new Held(
                row.getString("number"),
                row.getString("tier"),
                row.getTimestamp("since").toInstant(),
                instant(row, "valid_to"),
                row.getString("before_tier"),
                instant(row, "before_valid_to"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }

    private static @Nullable String text(@Nullable Instant at) {
        return at == null ? null : at.toString();
    }
}
