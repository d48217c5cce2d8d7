package io.kehu.customer.purchase;

import io.kehu.customer.customer.CustomerNumber;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Who has bought what. */
@Repository
public class Buyers {

    /** Named, so that the key is used: it begins with them. */
    private static final String[] CHANNELS =
            Arrays.stream(Channel.values()).map(Channel::name).toArray(String[]::new);

    private final JdbcClient jdbc;

    Buyers(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Those of these customers with a purchase on record, for those who must not touch such customers lightly. */
    public Set<String> among(Collection<String> numbers) {
        return new HashSet<>(jdbc.sql("SELECT DISTINCT number FROM purchase WHERE number = ANY (:numbers)")
                .param("numbers", numbers.toArray(String[]::new))
                .query(String.class)
                .list());
    }

    /**
     * @param orderNo as the source writes it, on whatever channel
     * @return the numbers the purchases were recorded under, at most one a channel
     */
    public List<CustomerNumber> of(String orderNo) {
        return jdbc.sql("""
                        SELECT DISTINCT p.number FROM purchase_key k
                        JOIN purchase p ON p.occurred_at = k.occurred_at AND p.id = k.purchase_id
                        WHERE k.channel = ANY (:channels) AND k.order_no = :orderNo
                        """)
                .param("channels", CHANNELS)
                .param("orderNo", orderNo)
                .query((row, index) -> new CustomerNumber(row.getString("number")))
                .list();
    }
}
