package io.kehu.identity.reference;

import io.kehu.starter.erasing.ErasureItem;
import io.kehu.starter.erasing.ErasurePart;
import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What customers who are erased are called in other systems. */
@Component
@Order(2)
class EraseReferences implements ErasurePart {

    private final JdbcClient jdbc;

    EraseReferences(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public List<ErasureItem> find(List<String> numbers) {
        return jdbc.sql("SELECT count(*) FROM reference WHERE number = ANY (:numbers)")
                .param("numbers", numbers.toArray(String[]::new))
                .query((row, index) -> ErasureItem.deleted("REFERENCES", row.getLong(1)))
                .list();
    }

    @Override
    public void erase(List<String> numbers) {
        jdbc.sql("DELETE FROM reference WHERE number = ANY (:numbers)")
                .param("numbers", numbers.toArray(String[]::new))
                .update();
    }
}
