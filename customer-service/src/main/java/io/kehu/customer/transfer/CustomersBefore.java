package io.kehu.customer.transfer;

import io.kehu.customer.customer.Consent;
import io.kehu.customer.customer.CustomerDraft;
import io.kehu.customer.customer.FieldSource;
import io.kehu.customer.customer.Ownership;
import io.kehu.starter.protection.key.Column;
import io.kehu.starter.protection.key.PersonalData;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** The table {@code import_row_before}: customers as they were before an import touched them, and what an undo made of them. */
@Repository
class CustomersBefore {

    private static final Column BEFORE = new Column("import_row_before", "before");

    private final JdbcClient jdbc;
    private final PersonalData personalData;
    private final JsonMapper mapper;

    CustomersBefore(JdbcClient jdbc, PersonalData personalData, JsonMapper mapper) {
        this.jdbc = jdbc;
        this.personalData = personalData;
        this.mapper = mapper;
    }

    /** What an import does to a customer. */
    enum Kind {
        CREATED,
        CHANGED
    }

    /**
     * A customer's values and word before.
     *
     * @param sources by field, where the values came from that did not come with the registration
     * @param custom values of custom fields; null where nobody looked at them
     * @param belonged whose they were; null in images that are older than columns for it
     */
    record Image(
            CustomerDraft draft,
            Map<String, FieldSource> sources,
            List<Consent> consents,
            @Nullable String custom,
            @Nullable Belonged belonged) {}

    /** Whose a customer was. */
    record Belonged(@Nullable String owner, @Nullable String team, String pool) {

        static Belonged of(Ownership ownership) {
            return new Belonged(ownership.owner(), ownership.team(), ownership.pool());
        }

        Ownership ownership() {
            return new Ownership(owner, team, pool);
        }
    }

    /**
     * A touch about to be noted.
     *
     * @param before null for customers the import creates
     * @param versionSeen the customer's version when the import wrote; 0 for one it creates
     */
    record Touch(
            String number, int rowNo, Kind kind, @Nullable Image before, long versionSeen, long versionAfter) {}

    /**
     * A touch that is to be undone.
     *
     * @param before null for customers the import created, and for those whose key is gone
     * @param intervened whether somebody else changed the customer between two touches of the import
     */
    record Open(String number, Kind kind, @Nullable Image before, long versionAfter, boolean intervened) {}

    /** What became of a customer. */
    record Settled(
            String number,
            @Nullable String keptBecause,
            @Nullable Long versionUndone) {}

    /** In the caller's transaction. The first image of a customer stays; later touches of the same import move the version on. */
    void note(UUID importId, List<Touch> touches) {
        if (touches.isEmpty()) {
            return;
        }
        if (insertFirst(importId, touches) < touches.size()) {
            moveOn(importId, touches);
        }
    }

    private int insertFirst(UUID importId, List<Touch> touches) {
        PersonalData.Vault vault = personalData.openOrCreate(touches.stream()
                .filter(touch -> touch.before() != null)
                .map(Touch::number)
                .toList());
        return jdbc.sql("""
                        INSERT INTO import_row_before (import_id, number, row_no, kind, before, version_after)
                        SELECT :importId, number, row_no, kind, before, after
                        FROM unnest(:numbers, :rowNos, :kinds, :images, :after)
                            AS new (number, row_no, kind, before, after)
                        ON CONFLICT (import_id, number) DO NOTHING
                        """)
                .param("importId", importId)
                .param("numbers", touches.stream().map(Touch::number).toArray(String[]::new))
                .param("rowNos", touches.stream().mapToInt(Touch::rowNo).toArray())
                .param(
                        "kinds",
                        touches.stream().map(touch -> touch.kind().name()).toArray(String[]::new))
                .param(
                        "images",
                        touches.stream().map(touch -> sealed(vault, touch)).toArray(byte[][]::new))
                .param("after", touches.stream().mapToLong(Touch::versionAfter).toArray())
                .update();
    }

    private void moveOn(UUID importId, List<Touch> touches) {
        jdbc.sql("""
                        UPDATE import_row_before b SET version_after = new.after,
                            intervened = b.intervened OR b.version_after <> new.seen
                        FROM unnest(:numbers, :seen, :after) AS new (number, seen, after)
                        WHERE b.import_id = :importId AND b.number = new.number AND b.version_after <> new.after
                        """)
                .param("importId", importId)
                .param("numbers", touches.stream().map(Touch::number).toArray(String[]::new))
                .param("seen", touches.stream().mapToLong(Touch::versionSeen).toArray())
                .param("after", touches.stream().mapToLong(Touch::versionAfter).toArray())
                .update();
    }

    /** The next customers of an import that nothing was decided about, locked until the end of the transaction. */
    List<Open> open(UUID importId, int limit) {
        record Row(String number, Kind kind, byte @Nullable [] before, long versionAfter, boolean intervened) {}
        List<Row> rows = jdbc.sql("""
                        SELECT number, kind, before, version_after, intervened FROM import_row_before
                        WHERE import_id = :importId AND outcome IS NULL
                        ORDER BY row_no, number LIMIT :limit FOR UPDATE
                        """)
                .param("importId", importId)
                .param("limit", limit)
                .query((row, index) -> new Row(
                        row.getString("number"),
                        Kind.valueOf(row.getString("kind")),
                        row.getBytes("before"),
                        row.getLong("version_after"),
                        row.getBoolean("intervened")))
                .list();
        PersonalData.Vault vault =
                personalData.open(rows.stream().map(Row::number).toList());
        List<Open> open = new ArrayList<>();
        for (Row row : rows) {
            Image image = row.before() == null || !vault.holds(row.number())
                    ? null
                    : mapper.readValue(vault.open(row.number(), BEFORE, row.before()), Image.class);
            open.add(new Open(row.number(), row.kind(), image, row.versionAfter(), row.intervened()));
        }
        return open;
    }

    /** In the transaction that took the customers back, or left them. The image before has served then. */
    void settle(UUID importId, List<Settled> settled) {
        jdbc.sql("""
                        UPDATE import_row_before b SET outcome = CASE WHEN new.reason IS NULL THEN 'UNDONE' ELSE 'KEPT' END,
                            reason = new.reason, version_undone = new.version, settled_at = now(), before = NULL
                        FROM unnest(:numbers, :reasons, :versions) AS new (number, reason, version)
                        WHERE b.import_id = :importId AND b.number = new.number AND b.outcome IS NULL
                        """)
                .param("importId", importId)
                .param("numbers", settled.stream().map(Settled::number).toArray(String[]::new))
                .param("reasons", settled.stream().map(Settled::keptBecause).toArray(String[]::new))
                .param("versions", settled.stream().map(Settled::versionUndone).toArray(Long[]::new))
                .update();
    }

    /** Those of these customers whom an undo has withdrawn, and nobody has touched since. */
    Set<String> withdrawn(Collection<String> numbers) {
        if (numbers.isEmpty()) {
            return Set.of();
        }
        return new HashSet<>(jdbc.sql("""
                        SELECT DISTINCT c.number FROM customer c
                        JOIN import_row_before b ON b.number = c.number AND b.version_undone = c.version
                        WHERE c.number = ANY (:numbers) AND c.status = 'RESTRICTED'
                            AND b.outcome = 'UNDONE' AND b.kind = 'CREATED'
                        """)
                .param("numbers", numbers.toArray(String[]::new))
                .query(String.class)
                .list());
    }

    /** Values before are needed no more; what an undo decided stays. */
    void forget(UUID importId) {
        jdbc.sql("UPDATE import_row_before SET before = NULL WHERE import_id = :importId AND before IS NOT NULL")
                .param("importId", importId)
                .update();
    }

    @SuppressWarnings("NullAway") // A missing image is a null element of the array that goes to the database.
    private byte[] sealed(PersonalData.Vault vault, Touch touch) {
        return touch.before() == null
                ? null
                : vault.seal(touch.number(), BEFORE, mapper.writeValueAsString(touch.before()));
    }
}
