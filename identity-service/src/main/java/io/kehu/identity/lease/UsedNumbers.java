package io.kehu.identity.lease;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Turns numbers of blocks into issued ones: rows of {@code number_run} in the name of the holder. */
@Repository
class UsedNumbers {

    private final JdbcClient jdbc;
    private final LeaseBlocks blocks;

    UsedNumbers(JdbcClient jdbc, LeaseBlocks blocks) {
        this.jdbc = jdbc;
        this.blocks = blocks;
    }

    /**
     * In the caller's transaction, which has locked the lease.
     *
     * @param touched blocks of the lease that hold the used sequences, in order
     * @param used in order
     * @return how many became issued
     */
    int issue(Lease lease, List<LeaseBlock> touched, List<SequenceRange> used, Instant now) {
        Carving carving = Carving.of(touched, used);
        if (carving.issued().isEmpty()) {
            return 0;
        }
        // First the blocks: a run never overlaps one, at no moment.
        blocks.remove(lease, touched);
        blocks.add(lease, carving.rest());
        jdbc.sql("""
                        INSERT INTO number_run (scheme, partition, branch, from_seq, to_seq, issued_at, made_at, issued_by)
                        SELECT :scheme, :partition, :branch, first, last, :now, :madeAt, :holder
                        FROM unnest(:froms, :tos) AS new (first, last)
                        """)
                .param("scheme", lease.scheme().value())
                .param("partition", lease.partition())
                .param("branch", lease.branch() == null ? "" : lease.branch())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("madeAt", lease.createdAt().atOffset(ZoneOffset.UTC))
                .param("holder", lease.holder())
                .param(
                        "froms",
                        carving.issued().stream().mapToLong(SequenceRange::from).toArray())
                .param(
                        "tos",
                        carving.issued().stream().mapToLong(SequenceRange::to).toArray())
                .update();
        return carving.size();
    }
}
