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
        bind(jdbc.sql("""
                        SELECT k.kind, k.token, k.token2, k.number
                        FROM unnest(:kinds, :tokens, :tokens2) AS wanted (kind, token, token2)
                        JOIN customer_key k USING (kind, token, token2)
                        """), keys).query(row -> {
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
        Flat flat = Flat.of(keysByNumber);
        if (flat.keys().isEmpty()) {
            return Map.of();
        }
        // In the order of the key, so that two transactions with the same keys never wait for each other in a circle.
        int taken = flat.bind(jdbc.sql("""
                        INSERT INTO customer_key (kind, token, token2, number)
                        SELECT kind, token, token2, number
                        FROM unnest(:kinds, :tokens, :tokens2, :numbers) AS new (kind, token, token2, number)
                        ORDER BY kind, token, token2
                        ON CONFLICT DO NOTHING
                        """)).update();
        return taken == flat.keys().size() ? Map.of() : foreign(flat);
    }

    private Map<CustomerTokens.Key, String> foreign(Flat flat) {
        Map<CustomerTokens.Key, String> foreign = new HashMap<>();
        Map<CustomerTokens.Key, String> holders = holders(flat.keys());
        for (int i = 0; i < flat.keys().size(); i++) {
            CustomerTokens.Key key = flat.keys().get(i);
            String holder = holders.get(key);
            if (holder != null && !holder.equals(flat.numbers().get(i))) {
                foreign.put(key, holder);
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

    /** Gives keys back, as far as the customers hold them. */
    void release(Map<String, List<CustomerTokens.Key>> keysByNumber) {
        Flat flat = Flat.of(keysByNumber);
        if (flat.keys().isEmpty()) {
            return;
        }
        flat.bind(jdbc.sql("""
                        DELETE FROM customer_key k
                        USING unnest(:kinds, :tokens, :tokens2, :numbers) AS gone (kind, token, token2, number)
                        WHERE k.number = gone.number AND k.kind = gone.kind AND k.token = gone.token AND k.token2 = gone.token2
                        """)).update();
    }

    /** Keys with their customers, one below the other. */
    private record Flat(List<String> numbers, List<CustomerTokens.Key> keys) {

        static Flat of(Map<String, List<CustomerTokens.Key>> keysByNumber) {
            Flat flat = new Flat(new ArrayList<>(), new ArrayList<>());
            keysByNumber.forEach((number, own) -> own.forEach(key -> {
                flat.numbers.add(number);
                flat.keys.add(key);
            }));
            return flat;
        }

        JdbcClient.StatementSpec bind(JdbcClient.StatementSpec statement) {
            return CustomerKeys.bind(statement, keys).param("numbers", numbers.toArray(String[]::new));
        }
    }

    private static JdbcClient.StatementSpec bind(
            JdbcClient.StatementSpec statement, Collection<CustomerTokens.Key> keys) {
        return statement
                .param("kinds", keys.stream().map(CustomerTokens.Key::kind).toArray(String[]::new))
                .param(
                        "tokens",
                        keys.stream().mapToLong(CustomerTokens.Key::token).toArray())
                .param(
                        "tokens2",
                        keys.stream().mapToLong(CustomerTokens.Key::token2).toArray());
    }
}
