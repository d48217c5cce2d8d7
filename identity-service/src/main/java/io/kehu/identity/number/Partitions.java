package io.kehu.identity.number;

import io.kehu.identity.IdentityProblem;
import io.kehu.identity.scheme.Scheme;
import io.kehu.starter.web.problem.ProblemException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table {@code number_partition}: the next free sequence of each partition of a scheme. */
@Repository
public class Partitions {

    private final JdbcClient jdbc;

    Partitions(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Takes the next sequences in the caller's transaction, which keeps others waiting until it ends; the caller writes down what became
     * of them in the same transaction.
     *
     * @return the first one
     * @throws ProblemException 409 when fewer are left than asked for
     */
    public long take(Scheme scheme, String partition, long count) {
        jdbc.sql("""
                        INSERT INTO number_partition (scheme, partition) VALUES (:scheme, :partition)
                        ON CONFLICT DO NOTHING
                        """)
                .param("scheme", scheme.code().value())
                .param("partition", partition)
                .update();
        long next = jdbc.sql("""
                        UPDATE number_partition SET next_seq = next_seq + :count
                        WHERE scheme = :scheme AND partition = :partition
                        RETURNING next_seq
                        """)
                .param("scheme", scheme.code().value())
                .param("partition", partition)
                .param("count", count)
                .query(Long.class)
                .single();
        long from = next - count;
        if (next - 1 > scheme.capacity()) {
            throw new ProblemException(IdentityProblem.SCHEME_EXHAUSTED, Math.max(0, scheme.capacity() - from + 1));
        }
        return from;
    }
}
