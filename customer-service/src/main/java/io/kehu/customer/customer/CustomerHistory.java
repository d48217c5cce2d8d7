package io.kehu.customer.customer;

import io.kehu.starter.protection.key.Column;
import io.kehu.starter.protection.key.PersonalData;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table {@code customer_change}, read: what became of a record, opened as long as its key is there. */
@Repository
public class CustomerHistory {

    static final Column BEFORE = new Column("customer_change", "before_image");
    static final Column AFTER = new Column("customer_change", "after_image");

    private final JdbcClient jdbc;
    private final PersonalData personalData;

    CustomerHistory(JdbcClient jdbc, PersonalData personalData) {
        this.jdbc = jdbc;
        this.personalData = personalData;
    }

    /**
     * One change.
     *
     * @param fields names of what changed; none for the registration
     * @param before what the fields were; nothing where that was not kept, or can no longer be read
     * @param after what they became
     */
    public record Change(
            long version,
            Instant at,
            @Nullable String actor,
            @Nullable String source,
            List<String> fields,
            RecordedValues before,
            RecordedValues after) {}

    /** Newest first; the registration is the last one. */
    public List<Change> list(CustomerNumber number, @Nullable Long beforeVersion, int limit) {
        PersonalData.Vault vault = personalData.open(List.of(number.value()));
        return jdbc.sql("""
                        SELECT version, at, actor, source, fields, before_image, after_image
                        FROM customer_change
                        WHERE number = :number AND (:before::bigint IS NULL OR version < :before)
                        UNION ALL
                        SELECT 1, created_at, created_by, source, '{}', NULL, NULL
                        FROM customer
                        WHERE number = :number AND (:before::bigint IS NULL OR 1 < :before)
                        ORDER BY version DESC LIMIT :limit
                        """)
                .param("number", number.value())
                .param("before", beforeVersion)
                .param("limit", limit)
                .query((row, index) -> new Change(
                        row.getLong("version"),
                        row.getTimestamp("at").toInstant(),
                        row.getString("actor"),
                        row.getString("source"),
                        fields(row),
                        values(vault, number, BEFORE, row),
                        values(vault, number, AFTER, row)))
                .list();
    }

    private static List<String> fields(ResultSet row) throws SQLException {
        Array fields = row.getArray("fields");
        return List.of((String[]) fields.getArray());
    }

    private static RecordedValues values(PersonalData.Vault vault, CustomerNumber number, Column column, ResultSet row)
            throws SQLException {
        byte[] sealed = row.getBytes(column.name());
        return sealed == null || !vault.holds(number.value())
                ? RecordedValues.NONE
                : SealedJson.read(vault.open(number.value(), column, sealed), RecordedValues.class);
    }
}
