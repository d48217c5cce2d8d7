package io.kehu.customer.transfer;

import io.kehu.customer.customer.CustomerNumber;
import io.kehu.customer.tag.ImportedTags;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table {@code import_tag}: tags an import gave, so that taking it back takes these and none that people gave. */
@Repository
class GivenTags {

    private final JdbcClient jdbc;

    GivenTags(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A tag an import gave.
     *
     * @param stands whether nobody has taken it off since
     */
    record Tag(CustomerNumber number, String code, boolean stands) {}

    /** In the transaction that gave them. */
    void note(UUID importId, Collection<ImportedTags.Given> given, Instant at) {
        jdbc.sql("""
                        INSERT INTO import_tag (import_id, number, tag, at)
                        SELECT :importId, number, tag, :at FROM unnest(:numbers, :tags) AS new (number, tag)
                        ON CONFLICT (import_id, number, tag) DO UPDATE SET at = excluded.at
                        """)
                .param("importId", importId)
                .param("at", OffsetDateTime.ofInstant(at, ZoneOffset.UTC))
                .param(
                        "numbers",
                        given.stream().map(one -> one.number().value()).toArray(String[]::new))
                .param("tags", given.stream().map(ImportedTags.Given::tag).toArray(String[]::new))
                .update();
    }

    /** Those these customers got. One that was taken off and given again is not the import's any more. */
    List<Tag> of(UUID importId, Collection<String> numbers) {
        return jdbc.sql("""
                        SELECT g.number, g.tag, c.number IS NOT NULL AS stands FROM import_tag g
                        LEFT JOIN customer_tag c ON c.number = g.number AND c.tag = g.tag AND c.at = g.at
                        WHERE g.import_id = :importId AND g.number = ANY (:numbers)
                        """)
                .param("importId", importId)
                .param("numbers", numbers.toArray(String[]::new))
                .query((row, index) -> new Tag(
                        new CustomerNumber(row.getString("number")), row.getString("tag"), row.getBoolean("stands")))
                .list();
    }

    void forget(UUID importId) {
        jdbc.sql("DELETE FROM import_tag WHERE import_id = :importId")
                .param("importId", importId)
                .update();
    }
}
