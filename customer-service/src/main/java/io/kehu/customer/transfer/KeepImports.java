package io.kehu.customer.transfer;

import io.kehu.starter.erasing.ErasureItem;
import io.kehu.starter.erasing.ErasureItem.Ground;
import io.kehu.starter.erasing.ErasurePart;
import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Files that brought customers who are erased are sealed as a whole, and go when their time has come. */
@Component
@Order(8)
class KeepImports implements ErasurePart {

    private final JdbcClient jdbc;

    KeepImports(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public List<ErasureItem> find(List<String> numbers) {
        return jdbc.sql("""
                        SELECT count(*) FROM import_job j
                        WHERE j.forgotten_at IS NULL AND EXISTS (
                            SELECT FROM import_row_before b WHERE b.import_id = j.id AND b.number = ANY (:numbers))
                        """)
                .param("numbers", numbers.toArray(String[]::new))
                .query((row, index) -> ErasureItem.kept("IMPORT_FILES", row.getLong(1), Ground.EXPIRES))
                .list();
    }

    @Override
    public void erase(List<String> numbers) {
        // What the file changed of each customer is sealed with the customer's key.
    }
}
