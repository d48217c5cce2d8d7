package io.kehu.customer.relation;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Who is something to somebody, for those who must not touch such customers lightly. */
@Repository
public class Relatives {

    private final JdbcClient jdbc;

    Relatives(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Those of these customers that stand at an end of a relation. */
    public Set<String> among(Collection<String> numbers) {
        return new HashSet<>(jdbc.sql("""
                        SELECT from_number FROM relation WHERE from_number = ANY (:numbers)
                        UNION
                        SELECT to_number FROM relation WHERE to_number = ANY (:numbers)
                        """)
                .param("numbers", numbers.toArray(String[]::new))
                .query(String.class)
                .list());
    }
}
