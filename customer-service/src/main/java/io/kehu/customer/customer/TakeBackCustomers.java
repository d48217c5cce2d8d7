package io.kehu.customer.customer;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Withdraws customers who should never have been registered, and brings them back. A withdrawn record is restricted: it keeps its number
 * and history, is found by nothing and stands for nobody, so that the same person can be registered again.
 */
@Component
public class TakeBackCustomers {

    private final JdbcClient jdbc;
    private final CustomerKeys keys;
    private final CustomerTokens tokens;
    private final CustomerWriter writer;

    TakeBackCustomers(JdbcClient jdbc, CustomerKeys keys, CustomerTokens tokens, CustomerWriter writer) {
        this.jdbc = jdbc;
        this.keys = keys;
        this.tokens = tokens;
        this.writer = writer;
    }

    /** Locks records until the end of the transaction, in the order of their numbers. */
    public void lock(Collection<String> numbers) {
        jdbc.sql("SELECT number FROM customer WHERE number = ANY (:numbers) ORDER BY number FOR UPDATE")
                .param("numbers", numbers.toArray(String[]::new))
                .query(String.class)
                .list();
    }

    /** In the caller's transaction, on records the caller has locked. Each version grows by one. */
    public void withdraw(Collection<String> numbers, String actor) {
        String[] wanted = numbers.toArray(String[]::new);
        jdbc.sql("DELETE FROM customer_key WHERE number = ANY (:numbers)")
                .param("numbers", wanted)
                .update();
        jdbc.sql("""
                        UPDATE customer SET status = 'RESTRICTED', search_tokens = '{}', version = version + 1,
                            updated_at = now()
                        WHERE number = ANY (:numbers)
                        """).param("numbers", wanted).update();
        recordStatus(wanted, actor);
        forgetImportedConsents(numbers);
    }

    /**
     * In the caller's transaction, on a withdrawn record the caller has locked. The version grows by one.
     *
     * @throws CustomerExistsException when the person was registered under another number meanwhile
     */
    public void bringBack(CustomerNumber number, CustomerDraft draft, List<Consent> consents, String actor) {
        jdbc.sql("UPDATE customer SET status = 'ACTIVE' WHERE number = :number")
                .param("number", number.value())
                .update();
        writer.update(number, draft);
        Map<CustomerTokens.Key, String> foreign = keys.take(Map.of(number.value(), tokens.keys(draft)));
        if (!foreign.isEmpty()) {
            throw new CustomerExistsException(
                    new CustomerNumber(foreign.values().iterator().next()));
        }
        recordStatus(new String[] {number.value()}, actor);
        writer.insertConsents(number, consents, Source.IMPORT);
    }

    /** What only a file said they agreed to is unsaid; what they took back stays taken back. */
    public void forgetImportedConsents(Collection<String> numbers) {
        jdbc.sql("""
                        DELETE FROM consent
                        WHERE number = ANY (:numbers) AND source = 'IMPORT' AND state = 'GRANTED'
                        """).param("numbers", numbers.toArray(String[]::new)).update();
    }

    /** As {@link #forgetImportedConsents}, for some consents of one customer. */
    public void forgetImportedConsents(CustomerNumber number, Collection<Consent> consents) {
        jdbc.sql("""
                        DELETE FROM consent c USING unnest(:channels, :purposes) AS said (channel, purpose)
                        WHERE c.number = :number AND c.channel = said.channel AND c.purpose = said.purpose
                            AND c.source = 'IMPORT' AND c.state = 'GRANTED'
                        """)
                .param("number", number.value())
                .param(
                        "channels",
                        consents.stream()
                                .map(consent -> consent.channel().name())
                                .toArray(String[]::new))
                .param(
                        "purposes",
                        consents.stream()
                                .map(consent -> consent.purpose().name())
                                .toArray(String[]::new))
                .update();
    }

    private void recordStatus(String[] numbers, String actor) {
        jdbc.sql("""
                        INSERT INTO customer_change (number, version, fields, actor)
                        SELECT number, version, '{status}', :actor FROM customer WHERE number = ANY (:numbers)
                        """).param("numbers", numbers).param("actor", actor).update();
    }
}
