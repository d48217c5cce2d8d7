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

    private final Invitations invitations;
    private final JdbcClient jdbc;

    EraseInvitations(Invitations invitations, JdbcClient jdbc) {
        this.invitations = invitations;
        this.jdbc = jdbc;
    }

    @Override
    public List<ErasureItem> find(List<String> numbers) {
        Invitations.Counts counts = invitations.countOf(numbers);
        return List.of(
                ErasureItem.kept("INVITATIONS", counts.invitations(), Ground.PROOF),
                ErasureItem.anonymised("RESPONSES", counts.responses(), Ground.STATISTICS));
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
