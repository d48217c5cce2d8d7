package io.kehu.customer.customer;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table {@code consent}, read: the words that stand. */
@Repository
public class Consents {

    private final JdbcClient jdbc;

    Consents(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public Map<CustomerNumber, List<Consent>> of(Collection<CustomerNumber> numbers) {
        Map<CustomerNumber, List<Consent>> consents = new HashMap<>();
        jdbc.sql(
                        "SELECT number, channel, purpose, state FROM consent WHERE number = ANY (:numbers) ORDER BY channel, purpose")
                .param("numbers", numbers.stream().map(CustomerNumber::value).toArray(String[]::new))
                .query(row -> {
                    consents.computeIfAbsent(new CustomerNumber(row.getString("number")), key -> new ArrayList<>())
                            .add(consent(row));
                });
        return consents;
    }

    static Consent consent(ResultSet row) throws SQLException {
        return new Consent(
                Consent.Channel.valueOf(row.getString("channel")),
                Consent.Purpose.valueOf(row.getString("purpose")),
                Consent.State.valueOf(row.getString("state")));
    }
}
