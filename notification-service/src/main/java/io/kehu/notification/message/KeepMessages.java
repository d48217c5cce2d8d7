package io.kehu.notification.message;

import io.kehu.starter.erasing.ErasureItem;
import io.kehu.starter.erasing.ErasureItem.Ground;
import io.kehu.starter.erasing.ErasurePart;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Messages to customers who are erased hold no address and no text: they stay as proof of what was sent, and why. Those that wait are
 * stopped by the gate that asks who the customer is; what keeps an address from being written to is kept by address, not by customer.
 */
@Component
class KeepMessages implements ErasurePart {

    private final JdbcClient jdbc;

    KeepMessages(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public List<ErasureItem> find(List<String> numbers) {
        return jdbc.sql("SELECT count(*) FROM message WHERE customer_number = ANY (:numbers)")
                .param("numbers", numbers.toArray(String[]::new))
                .query((row, index) -> ErasureItem.kept("MESSAGES", row.getLong(1), Ground.PROOF))
                .list();
    }

    @Override
    public void erase(List<String> numbers) {
        // Nothing of it is personal.
    }
}
