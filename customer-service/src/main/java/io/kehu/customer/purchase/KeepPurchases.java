package io.kehu.customer.purchase;

import io.kehu.starter.erasing.ErasureItem;
import io.kehu.starter.erasing.ErasureItem.Ground;
import io.kehu.starter.erasing.ErasurePart;
import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Purchases of customers who are erased: books, which name nobody. */
@Component
@Order(6)
class KeepPurchases implements ErasurePart {

    private final JdbcClient jdbc;

    KeepPurchases(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public List<ErasureItem> find(List<String> numbers) {
        return jdbc.sql("""
                        SELECT (SELECT count(*) FROM purchase WHERE number = ANY (:numbers)) AS purchases,
                            (SELECT count(*) FROM purchase p JOIN refund r ON r.purchase_id = p.id WHERE p.number = ANY (:numbers)) AS refunds
                        """)
                .param("numbers", numbers.toArray(String[]::new))
                .query((row, index) -> List.of(
                        ErasureItem.kept("PURCHASES", row.getLong("purchases"), Ground.ACCOUNTING),
                        ErasureItem.kept("REFUNDS", row.getLong("refunds"), Ground.ACCOUNTING)))
                .single();
    }

    @Override
    public void erase(List<String> numbers) {
        // Nothing of it is personal.
    }
}
