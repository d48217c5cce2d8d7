package io.kehu.customer.matching;

import io.kehu.customer.customer.CustomerNumber;
import java.util.Collection;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What a merge means for pairs that were found, and what decisions about pairs mean for a merge. */
@Component
public class MergedPairs {

    private final JdbcClient jdbc;

    MergedPairs(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Whether somebody decided that two of these are different.
     *
     * @param members with all numbers that stand for them
     */
    public boolean areDifferent(Collection<CustomerNumber> members) {
        return jdbc.sql("""
                        SELECT EXISTS (
                            SELECT FROM never_match WHERE number_a = ANY (:numbers) AND number_b = ANY (:numbers))
                        """)
                .param("numbers", texts(members))
                .query(Boolean.class)
                .single();
    }

    /** In the caller's transaction: open pairs among these are decided. @param reason told to whoever looks at them */
    public void merged(Collection<CustomerNumber> members, String reason, String by) {
        jdbc.sql("""
                        UPDATE match_pair SET state = 'DUPLICATE', reason = :reason, decided_by = :by, decided_at = now(),
                            version = version + 1
                        WHERE state = 'OPEN' AND number_a = ANY (:numbers) AND number_b = ANY (:numbers)
                        """)
                .param("reason", reason)
                .param("by", by)
                .param("numbers", texts(members))
                .update();
    }

    /** In the caller's transaction: what {@link #merged} decided is open again. */
    public void unmerged(Collection<CustomerNumber> members, String reason) {
        jdbc.sql("""
                        UPDATE match_pair SET state = 'OPEN', reason = NULL, decided_by = NULL, decided_at = NULL,
                            version = version + 1
                        WHERE state = 'DUPLICATE' AND reason = :reason
                            AND number_a = ANY (:numbers) AND number_b = ANY (:numbers)
                        """).param("reason", reason).param("numbers", texts(members)).update();
    }

    private static String[] texts(Collection<CustomerNumber> members) {
        return members.stream().map(CustomerNumber::value).toArray(String[]::new);
    }
}
