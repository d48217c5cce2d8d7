package io.kehu.loyalty.earning;

import io.kehu.loyalty.tier.SpendSource;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Adds up purchases and their refunds, by when the purchases happened. */
@Repository
class SpendOfPurchases implements SpendSource {

    private final JdbcClient jdbc;

    SpendOfPurchases(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Map<String, Long> spend(Collection<String> members, Instant from, Instant to) {
        Map<String, Long> sums = new HashMap<>();
        jdbc.sql("""
                        WITH RECURSIVE family (number, member) AS (
                            SELECT member, member FROM unnest(:members) AS m (member)
                            UNION ALL
                            SELECT n.number, f.member FROM family f JOIN merged_number n ON n.living_into = f.number
                        )
                        SELECT f.member, sum(b.amount_minor - b.refunded_minor) AS minor
                        FROM family f JOIN earning_basis b ON b.number = f.number
                            AND b.occurred_at >= :from::timestamptz AND b.occurred_at < :to::timestamptz
                        GROUP BY f.member
                        """)
                .param("members", members.stream().distinct().toArray(String[]::new))
                .param("from", from.toString())
                .param("to", to.toString())
                .query(row -> {
                    sums.put(row.getString("member"), row.getLong("minor"));
                });
        return sums;
    }
}
