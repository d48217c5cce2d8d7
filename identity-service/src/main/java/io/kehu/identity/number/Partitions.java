package io.kehu.identity.number;

import io.kehu.identity.IdentityProblem;
import io.kehu.identity.scheme.Scheme;
import io.kehu.starter.web.problem.ProblemException;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table {@code number_partition}: the next free sequence of each partition of a scheme. */
@Repository
public class Partitions {

    private final JdbcClient jdbc;

    Partitions(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    private record Counter(long next, boolean frozen) {}

    /**
     * Takes the next sequences in the caller's transaction, which keeps others waiting until it ends; the caller writes down what became
     * of them in the same transaction.
     *
     * @return the first one
     * @throws ProblemException 409 when fewer are left than asked for, or the scheme is frozen
     */
    public long take(Scheme scheme, String partition, long count) {
        Optional<Long> first = tryTake(scheme, partition, count);
        if (first.isEmpty()) {
            open(scheme, partition);
            first = tryTake(scheme, partition, count);
        }
        return first.orElseThrow(() -> refusal(scheme, partition));
    }

    /**
     * For numbers that come back into use without moving the counter. Who freezes the scheme waits until the caller's transaction ends.
     *
     * @throws ProblemException 409 when the scheme is frozen
     */
    public void mustIssue(Scheme scheme, String partition) {
        boolean frozen = jdbc.sql("""
                        SELECT frozen FROM number_partition WHERE scheme = :scheme AND partition = :partition FOR SHARE
                        """)
                .param("scheme", scheme.code().value())
                .param("partition", partition)
                .query(Boolean.class)
                .single();
        if (frozen) {
            throw new ProblemException(IdentityProblem.SCHEME_NOT_ACTIVE, Scheme.State.FROZEN);
        }
    }

    /** Empty when there is no such counter yet, it is frozen, or fewer are left. */
    private Optional<Long> tryTake(Scheme scheme, String partition, long count) {
        return jdbc.sql("""
                        UPDATE number_partition SET next_seq = next_seq + :count
                        WHERE scheme = :scheme AND partition = :partition AND NOT frozen
                            AND next_seq <= :capacity - :count + 1
                        RETURNING next_seq - :count
                        """)
                .param("scheme", scheme.code().value())
                .param("partition", partition)
                .param("count", count)
                .param("capacity", scheme.capacity())
                .query(Long.class)
                .optional();
    }

    /** Waits for somebody who is freezing the scheme, and then opens a frozen counter. */
    private void open(Scheme scheme, String partition) {
        jdbc.sql("""
                        INSERT INTO number_partition (scheme, partition, frozen)
                        SELECT code, :partition, state <> 'ACTIVE' FROM scheme WHERE code = :scheme FOR SHARE
                        ON CONFLICT DO NOTHING
                        """)
                .param("scheme", scheme.code().value())
                .param("partition", partition)
                .update();
    }

    private ProblemException refusal(Scheme scheme, String partition) {
        Counter counter = jdbc.sql("""
                        SELECT next_seq, frozen FROM number_partition WHERE scheme = :scheme AND partition = :partition
                        """)
                .param("scheme", scheme.code().value())
                .param("partition", partition)
                .query((row, index) -> new Counter(row.getLong("next_seq"), row.getBoolean("frozen")))
                .single();
        return counter.frozen()
                ? new ProblemException(IdentityProblem.SCHEME_NOT_ACTIVE, Scheme.State.FROZEN)
                : new ProblemException(
                        IdentityProblem.SCHEME_EXHAUSTED, Math.max(0, scheme.capacity() - counter.next() + 1));
    }
}
