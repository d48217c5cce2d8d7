package io.kehu.feedback.survey;

import io.kehu.starter.erasing.ErasureItem;
import io.kehu.starter.erasing.ErasureItem.Ground;
import io.kehu.starter.erasing.ErasurePart;
import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Customers who are erased are asked nothing more; marks they gave stay in the scores, words do not. */
@Component
@Order(3)
class EraseInvitations implements ErasurePart {

    private final JdbcClient jdbc;

    EraseInvitations(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public List<ErasureItem> find(List<String> numbers) {
        return jdbc.sql("""
                        SELECT count(*) AS invitations, count(r.id) AS responses
                        FROM invitation i LEFT JOIN response r ON r.invitation_id = i.id
                        WHERE i.customer_number = ANY (:numbers)
                        """)
                .param("numbers", numbers.toArray(String[]::new))
                .query((row, n) -> List.of(
                        ErasureItem.kept("INVITATIONS", row.getLong("invitations"), Ground.PROOF),
                        ErasureItem.anonymised("RESPONSES", row.getLong("responses"), Ground.STATISTICS)))
                .single();
    }

    @Override
    public void erase(List<String> numbers) {
        String[] erased = numbers.toArray(String[]::new);
        jdbc.sql("""
                        UPDATE response r SET content_hash = hashtextextended(gen_random_uuid()::text, 0),
                            content_check = hashtextextended(gen_random_uuid()::text, 0)
                        FROM invitation i WHERE i.id = r.invitation_id AND i.customer_number = ANY (:numbers)
                        """).param("numbers", erased).update();
        jdbc.sql("""
                        UPDATE invitation SET state = 'CANCELLED'
                        WHERE customer_number = ANY (:numbers) AND state IN ('CREATED', 'SENT', 'OPENED', 'STARTED')
                        """).param("numbers", erased).update();
        jdbc.sql("DELETE FROM contact_pressure WHERE customer_number = ANY (:numbers)")
                .param("numbers", erased)
                .update();
    }
}
