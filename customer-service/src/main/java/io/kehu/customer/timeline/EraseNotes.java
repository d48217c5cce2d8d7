package io.kehu.customer.timeline;

import io.kehu.starter.erasing.ErasureItem;
import io.kehu.starter.erasing.ErasureItem.Ground;
import io.kehu.starter.erasing.ErasurePart;
import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What was written down about customers who are erased goes; that something happened under the bare number stays. */
@Component
@Order(5)
class EraseNotes implements ErasurePart {

    private final JdbcClient jdbc;

    EraseNotes(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public List<ErasureItem> find(List<String> numbers) {
        return jdbc.sql("""
                        SELECT count(summary) AS notes, count(*) - count(summary) AS events FROM interaction
                        WHERE number = ANY (:numbers)
                        """)
                .param("numbers", numbers.toArray(String[]::new))
                .query((row, index) -> List.of(
                        ErasureItem.deleted("NOTES", row.getLong("notes")),
                        ErasureItem.kept("EVENTS", row.getLong("events"), Ground.PROOF)))
                .single();
    }

    @Override
    public void erase(List<String> numbers) {
        jdbc.sql("DELETE FROM interaction WHERE number = ANY (:numbers) AND summary IS NOT NULL")
                .param("numbers", numbers.toArray(String[]::new))
                .update();
    }
}
