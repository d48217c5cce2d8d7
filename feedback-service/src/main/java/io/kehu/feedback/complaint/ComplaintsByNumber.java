package io.kehu.feedback.complaint;

import io.kehu.feedback.merge.FiledByNumber;
import io.kehu.starter.merging.MergeItem;
import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How many cases customers have. */
@Component
@Order(1)
class ComplaintsByNumber implements FiledByNumber {

    private final JdbcClient jdbc;

    ComplaintsByNumber(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public List<MergeItem> count(List<String> numbers) {
        return jdbc.sql("SELECT count(*) FROM complaint WHERE customer_number = ANY (:numbers)")
                .param("numbers", numbers.toArray(String[]::new))
                .query((row, n) -> new MergeItem("COMPLAINTS", row.getLong(1)))
                .list();
    }
}
