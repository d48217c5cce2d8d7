package io.kehu.customer.timeline;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What kinds of things have happened with customers, in any service, for those who must know whether one stands alone. */
@Repository
public class Happenings {

    private final JdbcClient jdbc;

    Happenings(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Types of events by customer; customers nothing has happened with are left out. */
    public Map<String, Set<String>> kinds(Collection<String> numbers) {
        Map<String, Set<String>> kinds = new HashMap<>();
        jdbc.sql("SELECT DISTINCT number, kind FROM interaction WHERE number = ANY (:numbers)")
                .param("numbers", numbers.toArray(String[]::new))
                .query(row -> {
                    kinds.computeIfAbsent(row.getString("number"), number -> new HashSet<>())
                            .add(row.getString("kind"));
                });
        return kinds;
    }
}
