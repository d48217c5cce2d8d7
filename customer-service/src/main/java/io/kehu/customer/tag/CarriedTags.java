package io.kehu.customer.tag;

import io.kehu.customer.customer.CustomerNumber;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Tags of many customers at once, for who shows them beside the record. */
@Repository
public class CarriedTags {

    private final JdbcClient jdbc;

    CarriedTags(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Codes in their order. Who carries none is not there. */
    public Map<CustomerNumber, List<String>> codes(Collection<CustomerNumber> numbers) {
        Map<CustomerNumber, List<String>> codes = new HashMap<>();
        jdbc.sql("SELECT number, tag FROM customer_tag WHERE number = ANY (:numbers) ORDER BY number, tag")
                .param("numbers", numbers.stream().map(CustomerNumber::value).toArray(String[]::new))
                .query(row -> {
                    codes.computeIfAbsent(new CustomerNumber(row.getString("number")), key -> new ArrayList<>())
                            .add(row.getString("tag"));
                });
        return codes;
    }
}
