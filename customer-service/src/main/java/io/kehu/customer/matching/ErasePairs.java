package io.kehu.customer.matching;

import io.kehu.starter.erasing.ErasureItem;
import io.kehu.starter.erasing.ErasureItem.Ground;
import io.kehu.starter.erasing.ErasurePart;
import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What customers who are erased were taken for. */
@Component
@Order(7)
class ErasePairs implements ErasurePart {

    private final JdbcClient jdbc;

    ErasePairs(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public List<ErasureItem> find(List<String> numbers) {
        return jdbc.sql("""
                        SELECT
                            (SELECT count(*) FROM match_pair WHERE number_a = ANY (:numbers) OR number_b = ANY (:numbers)) AS pairs,
                            (SELECT count(*) FROM never_match WHERE number_a = ANY (:numbers) OR number_b = ANY (:numbers)) AS never
                        """)
                .param("numbers", numbers.toArray(String[]::new))
                .query((row, index) -> List.of(
                        ErasureItem.deleted("MATCH_PAIRS", row.getLong("pairs")),
                        ErasureItem.kept("NEVER_MATCHES", row.getLong("never"), Ground.PROOF)))
                .single();
    }

    @Override
    public void erase(List<String> numbers) {
        jdbc.sql("DELETE FROM match_pair WHERE number_a = ANY (:numbers) OR number_b = ANY (:numbers)")
                .param("numbers", numbers.toArray(String[]::new))
                .update();
    }
}
