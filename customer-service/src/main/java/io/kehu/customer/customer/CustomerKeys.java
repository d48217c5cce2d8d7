package io.kehu.customer.customer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table {@code customer_key}: who certainly is who. */
@Repository
public class CustomerKeys {

    private final JdbcClient jdbc;

    CustomerKeys(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Customers that hold one of these keys. */
    public Map<CustomerTokens.Key, String> holders(Collection<CustomerTokens.Key> keys) {
        Map<CustomerTokens.Key, String> holders = new HashMap<>();
        if (keys.isEmpty()) {
            return holders;
        }
        jdbc.sql("""
                        SELECT k.kind, k.token, k.token2, k.number
                        FROM unnest(:kinds, :tokens, :tokens2) AS wanted (kind, token, token2)
                        JOIN customer_key k USING (kind, token, token2)
                        """)
                .param("kinds", keys.stream().map(CustomerTokens.Key::kind).toArray(String[]::new))
                .param(
                        "tokens",
                        keys.stream().mapToLong(CustomerTokens.Key::token).toArray())
                .param(
                        "tokens2",
                        keys.stream().mapToLong(CustomerTokens.Key::token2).toArray())
                .query(row -> {
                    holders.put(
                            new CustomerTokens.Key(row.getString("kind"), row.getLong("token"), row.getLong("token2")),
                            row.getString("number"));
                });
        return holders;
    }

    /**
     * Takes keys for customers. Waits for transactions that are taking the same ones.
     *
     * @return keys that somebody else holds
     */
    Map<CustomerTokens.Key, String> take(Map<String, List<CustomerTokens.Key>> keysByNumber) {
        List<String> numbers = new ArrayList<>();
        List<CustomerTokens.Key> keys = new ArrayList<>();
        keysByNumber.forEach((number, own) -> own.forEach(key -> {
            numbers.add(number);
            keys.add(key);
        }));
        if (keys.isEmpty()) {
            return Map.of();
        }
        // In the order of the key, so that two transactions with the same keys never wait for each other in a circle.
        jdbc.sql("""
                        INSERT INTO customer_key (kind, token, token2, number)
                        SELECT kind, token, token2, number
                        FROM unnest(:kinds, :tokens, :tokens2, :numbers) AS new (kind, token, token2, number)
                        ORDER BY kind, token, token2
                        ON CONFLICT DO NOTHING
                        """)
                .param("kinds", keys.stream().map(CustomerTokens.Key::kind).toArray(String[]::new))
                .param(
                        "tokens",
                        keys.stream().mapToLong(CustomerTokens.Key::token).toArray())
                .param(
                        "tokens2",
                        keys.stream().mapToLong(CustomerTokens.Key::token2).toArray())
                .param("numbers", numbers.toArray(String[]::new))
                .update();
        Map<CustomerTokens.Key, String> foreign = new HashMap<>();
        Map<CustomerTokens.Key, String> holders = holders(keys);
        for (int i = 0; i < keys.size(); i++) {
            String holder = holders.get(keys.get(i));
            if (holder != null && !holder.equals(numbers.get(i))) {
                foreign.put(keys.get(i), holder);
            }
        }
        return foreign;
    }

    /** Keys by the customer who holds them. */
    Map<String, List<CustomerTokens.Key>> held(Collection<CustomerNumber> numbers) {
        Map<String, List<CustomerTokens.Key>> held = new HashMap<>();
        jdbc.sql("SELECT kind, token, token2, number FROM customer_key WHERE number = ANY (:numbers)")
                .param("numbers", numbers.stream().map(CustomerNumber::value).toArray(String[]::new))
                .query(row -> {
                    held.computeIfAbsent(row.getString("number"), number -> new ArrayList<>())
                            .add(new CustomerTokens.Key(
                                    row.getString("kind"), row.getLong("token"), row.getLong("token2")));
                });
        return held;
    }

    /** Gives keys back, as far as the customer holds them. */
    void release(CustomerNumber number, Collection<CustomerTokens.Key> keys) {
        if (keys.isEmpty()) {
            return;
        }
        jdbc.sql("""
                        DELETE FROM customer_key k
                        USING unnest(:kinds, :tokens, :tokens2) AS gone (kind, token, token2)
                        WHERE k.number = :number AND k.kind = gone.kind AND k.token = gone.token AND k.token2 = gone.token2
                        """)
                .param("number", number.value())
                .param("kinds", keys.stream().map(CustomerTokens.Key::kind).toArray(String[]::new))
                .param(
                        "tokens",
                        keys.stream().mapToLong(CustomerTokens.Key::token).toArray())
                .param(
                        "tokens2",
                        keys.stream().mapToLong(CustomerTokens.Key::token2).toArray())
                .update();
    }
}
