package io.kehu.identity.ledger;

import io.kehu.identity.scheme.Scheme;
import io.swagger.v3.oas.annotations.media.Schema;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Counts the numbers of a scheme where they are written down, and nowhere else. */
@Repository
class Accounts {

    private final JdbcClient jdbc;

    Accounts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Sequences that will never be issued.
     *
     * @param reason ADOPTION, or why a lease lost them
     */
    record VoidRange(
            @Schema(example = "2026") String partition,
            @Schema(example = "1001") long fromSequence,
            @Schema(example = "1108") long toSequence,
            @Schema(example = "ADOPTION") String reason,
            Instant at) {}

    /**
     * How fast a counter moves.
     *
     * @param taken in the time that was looked at
     * @param since when the first of them was issued
     */
    record Pace(String partition, long free, long taken, Instant since) {}

    /** Runs are counted one by one, so it costs a look at each; the counters are read in the same snapshot. */
    List<Account> of(Scheme scheme) {
        return jdbc.sql("""
                        WITH runs AS (
                            SELECT partition, sum(to_seq - from_seq + 1) AS numbers FROM number_run
                            WHERE scheme = :scheme GROUP BY partition
                        ), lives AS (
                            SELECT partition,
                                count(*) FILTER (WHERE 'RESERVED' IN (state, coalesce(held_state, ''))) AS reserved,
                                count(*) FILTER (WHERE state = 'VOID') AS expired
                            FROM customer_number WHERE scheme = :scheme GROUP BY partition
                        ), blocks AS (
                            SELECT partition,
                                sum(to_seq - from_seq + 1) FILTER (WHERE state = 'OPEN') AS leased,
                                sum(to_seq - from_seq + 1) FILTER (WHERE state = 'RETURNED') AS returned,
                                sum(to_seq - from_seq + 1) FILTER (WHERE state = 'VOID') AS expired
                            FROM lease_block WHERE scheme = :scheme GROUP BY partition
                        ), skipped AS (
                            SELECT v.partition, sum(v.to_seq - v.from_seq + 1 - coalesce((
                                SELECT sum(least(r.to_seq, v.to_seq) - greatest(r.from_seq, v.from_seq) + 1)
                                FROM number_run r
                                WHERE r.scheme = v.scheme AND r.partition = v.partition
                                    AND r.from_seq <= v.to_seq AND r.to_seq >= v.from_seq
                            ), 0)) AS numbers
                            FROM number_void v WHERE v.scheme = :scheme GROUP BY v.partition
                        )
                        SELECT p.partition, p.next_seq - 1 AS taken,
                            coalesce(runs.numbers, 0) AS runs,
                            coalesce(lives.reserved, 0) AS reserved,
                            coalesce(lives.expired, 0) AS expired,
                            coalesce(blocks.leased, 0) AS leased,
                            coalesce(blocks.returned, 0) AS returned,
                            coalesce(blocks.expired, 0) AS lost,
                            coalesce(skipped.numbers, 0) AS skipped
                        FROM number_partition p
                            LEFT JOIN runs USING (partition)
                            LEFT JOIN lives USING (partition)
                            LEFT JOIN blocks USING (partition)
                            LEFT JOIN skipped USING (partition)
                        WHERE p.scheme = :scheme ORDER BY p.partition
                        """)
                .param("scheme", scheme.code().value())
                .query((row, index) -> {
                    long blocks = row.getLong("leased") + row.getLong("returned") + row.getLong("lost");
                    return new Account(
                            row.getString("partition"),
                            scheme.capacity(),
                            row.getLong("runs") - row.getLong("reserved") - row.getLong("expired"),
                            row.getLong("reserved"),
                            row.getLong("leased"),
                            row.getLong("returned"),
                            row.getLong("expired") + row.getLong("lost") + row.getLong("skipped"),
                            scheme.capacity() - row.getLong("taken"),
                            row.getLong("taken") - row.getLong("runs") - blocks - row.getLong("skipped"));
                })
                .list();
    }

    /** Newest first; numbers whose reservation ran out are not among them, they tell it themselves. */
    List<VoidRange> voidRanges(Scheme scheme, int atMost) {
        return jdbc.sql("""
                        SELECT * FROM (
                            SELECT partition, from_seq, to_seq, reason, at FROM number_void WHERE scheme = :scheme
                            UNION ALL
                            SELECT partition, from_seq, to_seq, reason, at FROM lease_block
                            WHERE scheme = :scheme AND state = 'VOID'
                        ) AS ranges ORDER BY at DESC, partition, from_seq DESC LIMIT :atMost
                        """)
                .param("scheme", scheme.code().value())
                .param("atMost", atMost)
                .query((row, index) -> new VoidRange(
                        row.getString("partition"),
                        row.getLong("from_seq"),
                        row.getLong("to_seq"),
                        row.getString("reason"),
                        row.getTimestamp("at").toInstant()))
                .list();
    }

    /** How many were issued since a time, by counter. */
    List<Pace> paces(Scheme scheme, Instant since, Instant now) {
        return jdbc.sql("""
                        SELECT p.partition, p.next_seq - 1 AS taken, coalesce(lately.numbers, 0) AS numbers,
                            coalesce(lately.since, :now) AS since
                        FROM number_partition p LEFT JOIN (
                            SELECT partition, sum(to_seq - from_seq + 1) AS numbers, min(issued_at) AS since
                            FROM number_run
                            WHERE scheme = :scheme AND issued_at >= :since AND origin = 'ISSUED' GROUP BY partition
                        ) AS lately USING (partition)
                        WHERE p.scheme = :scheme ORDER BY p.partition
                        """)
                .param("scheme", scheme.code().value())
                .param("since", Timestamp.from(since))
                .param("now", Timestamp.from(now))
                .query((row, index) -> new Pace(
                        row.getString("partition"),
                        scheme.capacity() - row.getLong("taken"),
                        row.getLong("numbers"),
                        row.getTimestamp("since").toInstant()))
                .list();
    }

    /** Counters that have few left and nobody was told; they count as told in the caller's transaction. */
    List<String> markLow(Scheme scheme, long free, Instant now) {
        return jdbc.sql("""
                        UPDATE number_partition SET low_told_at = :now
                        WHERE scheme = :scheme AND low_told_at IS NULL AND :capacity - next_seq + 1 <= :free
                        RETURNING partition
                        """)
                .param("now", Timestamp.from(now))
                .param("scheme", scheme.code().value())
                .param("capacity", scheme.capacity())
                .param("free", free)
                .query(String.class)
                .list();
    }

    /**
     * Freezes or thaws every counter of a scheme; waits for those who are taking numbers.
     *
     * @return whether that changed the scheme
     */
    boolean freeze(Scheme scheme, boolean frozen) {
        int changed = jdbc.sql(
                        "UPDATE scheme SET state = :state, version = version + 1 WHERE code = :scheme AND state <> :state")
                .param("state", frozen ? Scheme.State.FROZEN.name() : Scheme.State.ACTIVE.name())
                .param("scheme", scheme.code().value())
                .update();
        // In the order in which others lock several of them.
        jdbc.sql("""
                        UPDATE number_partition SET frozen = :frozen WHERE scheme = :scheme AND partition IN (
                            SELECT partition FROM number_partition WHERE scheme = :scheme
                            ORDER BY partition FOR NO KEY UPDATE)
                        """)
                .param("frozen", frozen)
                .param("scheme", scheme.code().value())
                .update();
        return changed > 0;
    }
}
