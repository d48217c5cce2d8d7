package io.kehu.feedback.survey;

import io.kehu.feedback.merge.FiledByNumber;
import io.kehu.starter.merging.MergeItem;
import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How often customers were asked, and how often they answered. */
@Component
@Order(3)
class InvitationsByNumber implements FiledByNumber {

    private final JdbcClient jdbc;

    InvitationsByNumber(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public List<MergeItem> count(List<String> numbers) {
        return jdbc.sql("""
                        SELECT count(*) AS invitations, count(r.id) AS responses
                        FROM invitation i LEFT JOIN response r ON r.invitation_id = i.id
                        WHERE i.customer_number = ANY (:numbers)
                        """)
                .param("numbers", numbers.toArray(String[]::new))
                .query((row, n) -> List.of(
                        new MergeItem("INVITATIONS", row.getLong("invitations")),
                        new MergeItem("RESPONSES", row.getLong("responses"))))
                .single();
    }
}
