package io.kehu.customer.ownership;

import io.kehu.customer.customer.CustomerNumber;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Customers somebody claimed from a pool, as the job that takes them back sees them. */
@Repository
class ClaimedCustomers {

    private final JdbcClient jdbc;

    ClaimedCustomers(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A claimed customer, locked.
     *
     * @param remindedAt when the owner was last told that the customer goes back soon
     */
    record Claimed(
            CustomerNumber number,
            String owner,
            Instant since,
            @Nullable Instant remindedAt,
            long version) {

        /** Of the quiet time that is now; a contact begins another one. */
        boolean isReminded(Map<CustomerNumber, Instant> lastContacts) {
            return remindedAt != null && !remindedAt.isBefore(quietSince(lastContacts));
        }

        /** Since when nobody was in touch. */
        Instant quietSince(Map<CustomerNumber, Instant> lastContacts) {
            Instant last = lastContacts.get(number);
            return last == null || last.isBefore(since) ? since : last;
        }
    }

    /** A page of those claimed before a time, in the order of their numbers. */
    List<CustomerNumber> quietSince(String pool, Instant before, String after, int limit) {
        return jdbc.sql("""
                        SELECT number FROM customer
                        WHERE claimed AND status = 'ACTIVE' AND pool = :pool AND owned_since <= :before AND number > :after
                        ORDER BY number LIMIT :limit
                        """)
                .param("pool", pool)
                .param("before", OffsetDateTime.ofInstant(before, ZoneOffset.UTC))
                .param("after", after)
                .param("limit", limit)
                .query((row, index) -> new CustomerNumber(row.getString("number")))
                .list();
    }

    /** Those still claimed. */
    List<Claimed> lock(Collection<CustomerNumber> numbers, String pool) {
        return jdbc.sql("""
                        SELECT number, owner, owned_since, reminded_at, version FROM customer
                        WHERE number = ANY (:numbers) AND claimed AND status = 'ACTIVE' AND pool = :pool ORDER BY number FOR UPDATE
                        """)
                .param("numbers", numbers.stream().map(CustomerNumber::value).toArray(String[]::new))
                .param("pool", pool)
                .query((row, index) -> new Claimed(
                        new CustomerNumber(row.getString("number")),
                        row.getString("owner"),
                        row.getTimestamp("owned_since").toInstant(),
                        row.getTimestamp("reminded_at") == null
                                ? null
                                : row.getTimestamp("reminded_at").toInstant(),
                        row.getLong("version")))
                .list();
    }

    void reminded(Collection<Claimed> customers, Instant now) {
        jdbc.sql("UPDATE customer SET reminded_at = :now WHERE number = ANY (:numbers)")
                .param("now", OffsetDateTime.ofInstant(now, ZoneOffset.UTC))
                .param(
                        "numbers",
                        customers.stream().map(one -> one.number().value()).toArray(String[]::new))
                .update();
    }
}
