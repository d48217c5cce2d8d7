package io.kehu.feedback.feedback;

import io.kehu.starter.erasing.ErasureItem;
import io.kehu.starter.erasing.ErasureItem.Ground;
import io.kehu.starter.erasing.ErasurePart;
import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What customers who are erased said is sealed with the key that is gone; what stays is the rating, and that there was something. */
@Component
@Order(2)
class EraseFeedback implements ErasurePart {

    private final Feedbacks feedback;
    private final JdbcClient jdbc;

    EraseFeedback(Feedbacks feedback, JdbcClient jdbc) {
        this.feedback = feedback;
        this.jdbc = jdbc;
    }

    @Override
    public List<ErasureItem> find(List<String> numbers) {
        return List.of(ErasureItem.anonymised("FEEDBACK", feedback.countOf(numbers), Ground.STATISTICS));
    }

    @Override
    public void erase(List<String> numbers) {
        jdbc.sql("""
                        UPDATE feedback SET external_ref = NULL,
                            external_ref_hash = hashtextextended(gen_random_uuid()::text, 0),
                            external_ref_check = hashtextextended(gen_random_uuid()::text, 0)
                        WHERE customer_number = ANY (:numbers)
                        """).param("numbers", numbers.toArray(String[]::new)).update();
    }
}
