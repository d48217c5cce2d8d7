package io.kehu.identity.lease;

import io.kehu.identity.scheme.SchemeCode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table {@code lease_block}. */
@Repository
class LeaseBlocks {

    private final JdbcClient jdbc;

    LeaseBlocks(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A block that came back, and the epoch of the lease it comes from. */
    record Returned(LeaseBlock block, long epoch) {}

    /** Until the end of the transaction nobody else looks for returned blocks here, so that two leases never want the same one. */
    void lockReturned(SchemeCode scheme, String partition) {
        jdbc.sql("SELECT pg_advisory_xact_lock(hashtextextended('lease ' || :scheme || ' ' || :partition, 0))")
                .param("scheme", scheme.value())
                .param("partition", partition)
                .query(row -> {});
    }

    /** The smallest returned block that is large enough, so that large ones stay whole. */
    Optional<Returned> returned(SchemeCode scheme, String partition, long size) {
        return jdbc.sql("""
                        SELECT b.*, l.epoch FROM lease_block b JOIN lease l ON l.id = b.lease_id
                        WHERE b.scheme = :scheme AND b.partition = :partition AND b.state = 'RETURNED'
                            AND b.to_seq - b.from_seq >= :size - 1
                        ORDER BY b.to_seq - b.from_seq, b.from_seq LIMIT 1
                        FOR UPDATE OF b
                        """)
                .param("scheme", scheme.value())
                .param("partition", partition)
                .param("size", size)
                .query((row, number) -> new Returned(block(row), row.getLong("epoch")))
                .optional();
    }

    /** Open blocks behind a sequence, in order. */
    List<LeaseBlock> open(LeaseId lease, long after, int limit) {
        return jdbc.sql("""
                        SELECT * FROM lease_block
                        WHERE lease_id = :lease AND state = 'OPEN' AND to_seq > :after
                        ORDER BY from_seq LIMIT :limit
                        """)
                .param("lease", lease.value())
                .param("after", after)
                .param("limit", limit)
                .query((row, number) -> block(row))
                .list();
    }

    /** Open blocks that begin at or before a sequence, in order. */
    List<LeaseBlock> openUpTo(LeaseId lease, long last) {
        return jdbc.sql("""
                        SELECT * FROM lease_block
                        WHERE lease_id = :lease AND state = 'OPEN' AND from_seq <= :last
                        ORDER BY from_seq
                        """)
                .param("lease", lease.value())
                .param("last", last)
                .query((row, number) -> block(row))
                .list();
    }

    /** The blocks of the lease that hold any of the sequences, in order. */
    List<LeaseBlock> holding(LeaseId lease, Collection<Long> sequences) {
        return jdbc.sql("""
                        SELECT DISTINCT nearest.*
                        FROM unnest(:sequences) AS wanted (sequence)
                        CROSS JOIN LATERAL (
                            SELECT * FROM lease_block
                            WHERE lease_id = :lease AND from_seq <= wanted.sequence
                            ORDER BY from_seq DESC LIMIT 1
                        ) AS nearest
                        WHERE nearest.to_seq >= wanted.sequence
                        ORDER BY from_seq
                        """)
                .param("lease", lease.value())
                .param(
                        "sequences",
                        sequences.stream().mapToLong(Long::longValue).toArray())
                .query((row, number) -> block(row))
                .list();
    }

    /** @param lease whose scheme and partition the blocks belong to; each block names its own lease */
    void add(Lease lease, List<LeaseBlock> blocks) {
        jdbc.sql("""
                        INSERT INTO lease_block (lease_id, scheme, partition, from_seq, to_seq, state, reason, at)
                        SELECT lease, :scheme, :partition, first, last, state, reason, at::timestamptz
                        FROM unnest(:leases, :froms, :tos, :states, :reasons, :ats)
                            AS new (lease, first, last, state, reason, at)
                        """)
                .param("scheme", lease.scheme().value())
                .param("partition", lease.partition())
                .param(
                        "leases",
                        blocks.stream().map(block -> block.lease().value()).toArray(UUID[]::new))
                .param(
                        "froms",
                        blocks.stream().mapToLong(block -> block.range().from()).toArray())
                .param(
                        "tos",
                        blocks.stream().mapToLong(block -> block.range().to()).toArray())
                .param(
                        "states",
                        blocks.stream().map(block -> block.state().name()).toArray(String[]::new))
                .param("reasons", blocks.stream().map(LeaseBlock::reason).toArray(String[]::new))
                .param(
                        "ats",
                        blocks.stream().map(block -> block.at().toString()).toArray(String[]::new))
                .update();
    }

    /** The caller explains their sequences otherwise in the same transaction; the database refuses to commit a gap. */
    void remove(Lease lease, List<LeaseBlock> blocks) {
        jdbc.sql("""
                        DELETE FROM lease_block
                        WHERE scheme = :scheme AND partition = :partition AND from_seq = ANY (:froms)
                        """)
                .param("scheme", lease.scheme().value())
                .param("partition", lease.partition())
                .param(
                        "froms",
                        blocks.stream().mapToLong(block -> block.range().from()).toArray())
                .update();
    }

    void giveBackOpen(LeaseId lease, Instant now) {
        jdbc.sql("UPDATE lease_block SET state = 'RETURNED', at = :now WHERE lease_id = :lease AND state = 'OPEN'")
                .param("lease", lease.value())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    void voidOpen(List<LeaseId> leases, String reason, Instant now) {
        jdbc.sql("""
                        UPDATE lease_block SET state = 'VOID', reason = :reason, at = :now
                        WHERE lease_id = ANY (:leases) AND state = 'OPEN'
                        """)
                .param("leases", leases.stream().map(LeaseId::value).toArray(UUID[]::new))
                .param("reason", reason)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    private static LeaseBlock block(ResultSet row) throws SQLException {
        return new LeaseBlock(
                new LeaseId(row.getObject("lease_id", UUID.class)),
                new SequenceRange(row.getLong("from_seq"), row.getLong("to_seq")),
                LeaseBlock.State.valueOf(row.getString("state")),
                row.getString("reason"),
                row.getObject("at", OffsetDateTime.class).toInstant());
    }
}
