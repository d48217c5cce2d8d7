package io.kehu.customer.customer;

import io.kehu.starter.erasing.ErasureItem;
import io.kehu.starter.erasing.ErasureItem.Ground;
import io.kehu.starter.erasing.ErasurePart;
import io.kehu.starter.security.token.Caller;
import java.util.Collection;
import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The records of customers who are erased: closed when that is decided, emptied when all others have erased theirs. */
@Component
@Order(1)
public class EraseRecords implements ErasurePart {

    private final JdbcClient jdbc;
    private final CustomerWriter writer;

    EraseRecords(JdbcClient jdbc, CustomerWriter writer) {
        this.jdbc = jdbc;
        this.writer = writer;
    }

    /**
     * In the caller's transaction, on a record the caller has locked: it is found by nothing, and nobody changes it. The version grows by
     * one, unless it is closed already.
     */
    public void close(CustomerNumber number, Origin origin) {
        jdbc.sql("DELETE FROM customer_key WHERE number = :number")
                .param("number", number.value())
                .update();
        int closed = jdbc.sql("""
                        UPDATE customer SET status = 'RESTRICTED', search_tokens = '{}', version = version + 1, updated_at = now()
                        WHERE number = :number AND status = 'ACTIVE'
                        """).param("number", number.value()).update();
        if (closed > 0) {
            writer.recordStatus(List.of(number.value()), origin);
        }
    }

    @Override
    public List<ErasureItem> find(List<String> numbers) {
        return jdbc.sql("""
                        SELECT (SELECT count(*) FROM customer WHERE number = ANY (:numbers)) AS records,
                            (SELECT count(*) FROM contact_point WHERE number = ANY (:numbers)) AS points,
                            (SELECT count(*) FROM customer_change WHERE number = ANY (:numbers)) AS changes,
                            (SELECT count(*) FROM consent_event WHERE number = ANY (:numbers)) AS words
                        """)
                .param("numbers", numbers.toArray(String[]::new))
                .query((row, index) -> List.of(
                        ErasureItem.deleted("RECORDS", row.getLong("records")),
                        ErasureItem.deleted("CONTACT_POINTS", row.getLong("points")),
                        ErasureItem.anonymised("CHANGES", row.getLong("changes"), Ground.PROOF),
                        ErasureItem.anonymised("CONSENTS", row.getLong("words"), Ground.PROOF)))
                .single();
    }

    @Override
    public void erase(List<String> numbers) {
        delete("customer_key", numbers);
        delete("contact_point", numbers);
        delete("consent", numbers);
        jdbc.sql("""
                        UPDATE customer SET status = 'ERASED', full_name = NULL, birth_date = NULL, particulars = NULL,
                            identifiers = NULL, provenance = '{}', search_tokens = '{}', owner = NULL, team = NULL,
                            owned_since = NULL, claimed = false, reminded_at = NULL, version = version + 1, updated_at = now()
                        WHERE number = ANY (:numbers)
                        """).param("numbers", numbers.toArray(String[]::new)).update();
        writer.recordStatus(numbers, Origin.of(Source.CONSOLE, by()));
    }

    private void delete(String table, Collection<String> numbers) {
        jdbc.sql("DELETE FROM " + table + " WHERE number = ANY (:numbers)")
                .param("numbers", numbers.toArray(String[]::new))
                .update();
    }

    private static String by() {
        return Caller.current()
                .orElseGet(() -> Caller.system("customer-service"))
                .originatingSubject();
    }
}
