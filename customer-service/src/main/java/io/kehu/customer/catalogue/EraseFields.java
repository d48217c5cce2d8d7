package io.kehu.customer.catalogue;

import io.kehu.starter.erasing.ErasureItem;
import io.kehu.starter.erasing.ErasurePart;
import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Custom fields and files of customers who are erased. */
@Component
@Order(2)
class EraseFields implements ErasurePart {

    private final JdbcClient jdbc;

    EraseFields(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public List<ErasureItem> find(List<String> numbers) {
        return jdbc.sql("""
                        SELECT (SELECT count(*) FROM customer_custom WHERE number = ANY (:numbers)) AS fields,
                            (SELECT count(*) FROM customer_file WHERE number = ANY (:numbers)) AS files
                        """)
                .param("numbers", numbers.toArray(String[]::new))
                .query((row, index) -> List.of(
                        ErasureItem.deleted("CUSTOM_FIELDS", row.getLong("fields")),
                        ErasureItem.deleted("FILES", row.getLong("files"))))
                .single();
    }

    @Override
    public void erase(List<String> numbers) {
        for (String table : List.of("customer_custom_range", "customer_custom", "customer_file")) {
            jdbc.sql("DELETE FROM " + table + " WHERE number = ANY (:numbers)")
                    .param("numbers", numbers.toArray(String[]::new))
                    .update();
        }
    }
}
