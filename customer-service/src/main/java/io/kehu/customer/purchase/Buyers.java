package io.kehu.customer.purchase;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Who has bought something, for those who must not touch such customers lightly. */
@Repository
public class Buyers {

    private final JdbcClient jdbc;

    Buyers(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Those of these customers with a purchase on record. */
    public Set<String> among(Collection<String> numbers) {
        return new HashSet<>(jdbc.sql("SELECT DISTINCT number FROM purchase WHERE number = ANY (:numbers)")
                .param("numbers", numbers.toArray(String[]::new))
                .query(String.class)
                .list());
    }
}
