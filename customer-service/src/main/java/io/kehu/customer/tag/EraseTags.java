package io.kehu.customer.tag;

import io.kehu.starter.erasing.ErasureItem;
import io.kehu.starter.erasing.ErasurePart;
import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Tags of customers who are erased. */
@Component
@Order(3)
class EraseTags implements ErasurePart {

    private final JdbcClient jdbc;

    EraseTags(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public List<ErasureItem> find(List<String> numbers) {
        return jdbc.sql("SELECT count(*) FROM customer_tag WHERE number = ANY (:numbers)")
                .param("numbers", numbers.toArray(String[]::new))
                .query((row, index) -> ErasureItem.deleted("TAGS", row.getLong(1)))
                .list();
    }

    @Override
    public void erase(List<String> numbers) {
        jdbc.sql("DELETE FROM customer_tag WHERE number = ANY (:numbers)")
                .param("numbers", numbers.toArray(String[]::new))
                .update();
    }
}
