package io.kehu.customer.customer;

import java.time.Clock;
import java.util.ArrayList;
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
    private final Clock clock;

    TakeBackCustomers(JdbcClient jdbc, CustomerKeys keys, CustomerTokens tokens, CustomerWriter writer, Clock clock) {
        this.jdbc = jdbc;
        this.keys = keys;
        this.tokens = tokens;
        this.writer = writer;
        this.clock = clock;
    }

    /** In the caller's transaction, on records the caller has locked. Each version grows by one. */
    public void withdraw(Collection<String> numbers, Origin origin) {
        String[] wanted = numbers.toArray(String[]::new);
        jdbc.sql("DELETE FROM customer_key WHERE number = ANY (:numbers)")
                .param("numbers", wanted)
                .update();
        jdbc.sql("""
                        UPDATE customer SET status = 'RESTRICTED', search_tokens = '{}', version = version + 1,
                            updated_at = now()
                        WHERE number = ANY (:numbers)
                        """).param("numbers", wanted).update();
        writer.recordStatus(numbers, origin);
        forgetImportedConsents(numbers);
    }

    /**
     * In the caller's transaction, on a withdrawn record the caller has locked. The version grows by one.
     *
     * @throws CustomerExistsException when the person was registered under another number meanwhile
     */
    public void bringBack(Customer withdrawn, CustomerDraft draft, List<Consent> consents, Origin origin) {
        CustomerNumber number = withdrawn.number();
        List<String> fields = new ArrayList<>(List.of(CustomerWriter.STATUS));
        fields.addAll(ChangeCustomer.differences(withdrawn.draft(), draft));
        jdbc.sql("UPDATE customer SET status = 'ACTIVE' WHERE number = :number")
                .param("number", number.value())
                .update();
        Provenance registered = new Provenance(withdrawn.provenance().registration(), Map.of());
        Provenance provenance = registered.after(draft.knownFields(), origin, clock.instant());
        writer.change(List.of(new CustomerWriter.Changed(withdrawn, draft, fields, provenance)), origin);
        Map<CustomerTokens.Key, String> foreign = keys.take(Map.of(number.value(), tokens.keys(draft)));
        if (!foreign.isEmpty()) {
            throw new CustomerExistsException(
                    new CustomerNumber(foreign.values().iterator().next()));
        }
        writer.insertConsents(Map.of(number, consents), origin);
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
}
