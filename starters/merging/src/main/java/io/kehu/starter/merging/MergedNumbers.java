package io.kehu.starter.merging;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Which numbers stand for the same customer. Statements that join or filter ask the SQL functions {@code living_number(text)}, {@code
 * number_family(text)} and {@code number_branch(text)} themselves.
 */
public final class MergedNumbers {

    private static final String LOCK = "hashtextextended('kehu.merging', 0)";

    private final JdbcClient jdbc;

    MergedNumbers(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The number this one stands for now; itself when it is not merged. */
    public String living(String number) {
        return jdbc.sql("SELECT living_number(:number)")
                .param("number", number)
                .query(String.class)
                .single();
    }

    /** Living number by number, of those that are merged. */
    public Map<String, String> living(Collection<String> numbers) {
        Map<String, String> living = new HashMap<>();
        if (numbers.isEmpty()) {
            return living;
        }
        jdbc.sql("""
                        SELECT number, living_number(number) AS living
                        FROM merged_number
                        WHERE number = ANY (:numbers)
                        """)
                .param("numbers", numbers.stream().distinct().toArray(String[]::new))
                .query(row -> {
                    living.put(row.getString("number"), row.getString("living"));
                });
        return living;
    }

    /** All numbers of the customer, the living one first; asked with any of them. */
    public List<String> family(String number) {
        return jdbc.sql("SELECT member FROM unnest(number_family(:number)) WITH ORDINALITY AS f (member, n) ORDER BY n")
                .param("number", number)
                .query(String.class)
                .list();
    }

    /** These numbers and all that were merged into them, directly or through others: what losers bring, even once they are merged. */
    public List<String> branches(Collection<String> numbers) {
        return jdbc.sql("""
                        SELECT DISTINCT member
                        FROM unnest(:numbers) AS asked (number) CROSS JOIN LATERAL unnest(number_branch(asked.number)) AS b (member)
                        ORDER BY member
                        """)
                .param("numbers", numbers.toArray(String[]::new))
                .query(String.class)
                .list();
    }

    /**
     * Until the running transaction ends no merge begins or ends, so that what it reads of a family stays true while it writes. To be called
     * first, before rows are locked: a merge locks in the same order.
     */
    public void hold() {
        jdbc.sql("SELECT pg_advisory_xact_lock_shared(" + LOCK + ")::text")
                .query(String.class)
                .single();
    }

    /** Until the running transaction ends no other one merges, or relies on what is merged. */
    void holdAlone() {
        jdbc.sql("SELECT pg_advisory_xact_lock(" + LOCK + ")::text")
                .query(String.class)
                .single();
    }
}
