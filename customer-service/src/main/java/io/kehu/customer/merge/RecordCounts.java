package io.kehu.customer.merge;

import io.kehu.customer.customer.CustomerNumber;
import io.kehu.starter.merging.MergedNumbers;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** How much of this service hangs on customers, for whoever is about to merge them. */
@Repository
class RecordCounts {

    private final JdbcClient jdbc;
    private final MergedNumbers numbers;

    RecordCounts(JdbcClient jdbc, MergedNumbers numbers) {
        this.jdbc = jdbc;
        this.numbers = numbers;
    }

    /** What customers have under all numbers that stand for them. */
    List<TakenStep.Item> of(Collection<CustomerNumber> customers) {
        return jdbc.sql("""
                        SELECT 'CONTACT_POINTS' AS kind, count(*) AS count FROM contact_point WHERE number = ANY (:numbers)
                        UNION ALL SELECT 'TIMELINE_ENTRIES', count(*) FROM interaction WHERE number = ANY (:numbers)
                        UNION ALL SELECT 'PURCHASES', count(*) FROM purchase WHERE number = ANY (:numbers)
                        UNION ALL SELECT 'FILES', count(*) FROM customer_file WHERE number = ANY (:numbers)
                        UNION ALL SELECT 'TAGS', count(*) FROM customer_tag WHERE number = ANY (:numbers)
                        UNION ALL SELECT 'RELATIONS', count(*) FROM relation
                            WHERE from_number = ANY (:numbers) OR to_number = ANY (:numbers)
                        """)
                .param(
                        "numbers",
                        numbers.branches(customers.stream()
                                        .map(CustomerNumber::value)
                                        .toList())
                                .toArray(String[]::new))
                .query((row, index) -> new TakenStep.Item(row.getString("kind"), row.getLong("count")))
                .list();
    }
}
