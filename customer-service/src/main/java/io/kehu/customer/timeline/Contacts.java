package io.kehu.customer.timeline;

import io.kehu.customer.customer.CustomerNumber;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** When somebody was last in touch with customers: a contact that staff wrote down, or a purchase. */
@Component
public class Contacts {

    private final JdbcClient jdbc;

    Contacts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Of those who had one since. */
    public Map<CustomerNumber, Instant> latest(Collection<CustomerNumber> numbers, Instant since) {
        Map<CustomerNumber, Instant> latest = new HashMap<>();
        jdbc.sql("""
                        SELECT asked.number, max(i.at) AS at
                        FROM unnest(:numbers) AS asked (number)
                        CROSS JOIN LATERAL unnest(number_family(asked.number)) AS filed (under)
                        JOIN interaction i ON i.number = filed.under
                        WHERE i.at >= :since AND (i.kind LIKE 'contact.%' OR i.kind = 'customer.purchase.recorded.v1')
                        GROUP BY asked.number
                        """)
                .param("numbers", numbers.stream().map(CustomerNumber::value).toArray(String[]::new))
                .param("since", OffsetDateTime.ofInstant(since, ZoneOffset.UTC))
                .query(row -> {
                    latest.put(
                            new CustomerNumber(row.getString("number")),
                            row.getTimestamp("at").toInstant());
                });
        return latest;
    }
}
