package io.kehu.customer.matching;

import io.kehu.customer.customer.CustomerNumber;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table {@code never_match}. */
@Repository
class NeverMatches {

    private final JdbcClient jdbc;

    NeverMatches(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Two numbers, the lower one first. */
    record Couple(String a, String b) {

        static Couple of(String one, String other) {
            return one.compareTo(other) < 0 ? new Couple(one, other) : new Couple(other, one);
        }
    }

    void remember(CustomerNumber a, CustomerNumber b, String reason, String decidedBy) {
        jdbc.sql("""
                        INSERT INTO never_match (number_a, number_b, reason, decided_by)
                        VALUES (:a, :b, :reason, :decidedBy)
                        ON CONFLICT (number_a, number_b) DO NOTHING
                        """)
                .param("a", a.value())
                .param("b", b.value())
                .param("reason", reason)
                .param("decidedBy", decidedBy)
                .update();
    }

    Set<Couple> all() {
        return new HashSet<>(
                jdbc.sql("SELECT living_number(number_a) AS a, living_number(number_b) AS b FROM never_match")
                        .query((row, index) -> Couple.of(row.getString("a"), row.getString("b")))
                        .list());
    }

    /** Customers that a customer is known not to be. */
    List<String> of(CustomerNumber number) {
        return jdbc.sql("""
                        SELECT living_number(number_b) FROM never_match WHERE number_a = ANY (number_family(:number))
                        UNION ALL
                        SELECT living_number(number_a) FROM never_match WHERE number_b = ANY (number_family(:number))
                        """).param("number", number.value()).query(String.class).list();
    }
}
