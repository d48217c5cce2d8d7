package io.kehu.customer.relation;

import io.kehu.starter.erasing.ErasureItem;
import io.kehu.starter.erasing.ErasurePart;
import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Relations of customers who are erased, from both sides. */
@Component
@Order(4)
class EraseRelations implements ErasurePart {

    private final JdbcClient jdbc;

    EraseRelations(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public List<ErasureItem> find(List<String> numbers) {
        return jdbc.sql(
                        "SELECT count(*) FROM relation WHERE from_number = ANY (:numbers) OR to_number = ANY (:numbers)")
                .param("numbers", numbers.toArray(String[]::new))
                .query((row, index) -> ErasureItem.deleted("RELATIONS", row.getLong(1)))
                .list();
    }

    @Override
    public void erase(List<String> numbers) {
        jdbc.sql("DELETE FROM relation WHERE from_number = ANY (:numbers) OR to_number = ANY (:numbers)")
                .param("numbers", numbers.toArray(String[]::new))
                .update();
    }
}
