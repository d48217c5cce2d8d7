package io.kehu.feedback.feedback;

import io.kehu.feedback.merge.FiledByNumber;
import io.kehu.starter.merging.MergeItem;
import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How much feedback customers have given. */
@Component
@Order(2)
class FeedbackByNumber implements FiledByNumber {

    private final JdbcClient jdbc;

    FeedbackByNumber(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public List<MergeItem> count(List<String> numbers) {
        return jdbc.sql("SELECT count(*) FROM feedback WHERE customer_number = ANY (:numbers)")
                .param("numbers", numbers.toArray(String[]::new))
                .query((row, n) -> new MergeItem("FEEDBACK", row.getLong(1)))
                .list();
    }
}
