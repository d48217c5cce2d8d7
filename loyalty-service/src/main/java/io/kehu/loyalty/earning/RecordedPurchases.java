package io.kehu.loyalty.earning;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** Reads the table {@code earning_basis} from one end to the other, however many rows there are. */
@Repository
class RecordedPurchases {

    private static final int BATCH = 1_000;

    private final JdbcClient jdbc;
    private final JsonMapper mapper;

    RecordedPurchases(JdbcClient jdbc, JsonMapper mapper) {
        this.jdbc = jdbc;
        this.mapper = mapper;
    }

    long count(Instant from, Instant to) {
        return jdbc.sql("""
                        SELECT count(*) FROM earning_basis
                        WHERE occurred_at >= :from::timestamptz AND occurred_at < :to::timestamptz
                        """)
                .param("from", from.toString())
                .param("to", to.toString())
                .query(Long.class)
                .single();
    }

    /** In one transaction; those of one member one after the other, each member's in the order they happened. */
    void each(Instant from, Instant to, Consumer<Collection<RecordedPurchase>> batches) {
        List<RecordedPurchase> batch = new ArrayList<>(BATCH);
        jdbc.sql("""
                        SELECT CASE WHEN m.number IS NULL THEN b.number ELSE living_number(b.number) END AS member,
                            b.purchase_id, b.number, b.channel, b.order_no, b.store, b.occurred_at, b.currency, b.amount_minor,
                            b.refunded_minor, b.birthday, b.lines
                        FROM earning_basis b LEFT JOIN merged_number m ON m.number = b.number
                        WHERE b.occurred_at >= :from::timestamptz AND b.occurred_at < :to::timestamptz
                        ORDER BY member, b.occurred_at, b.purchase_id
                        """)
                .withFetchSize(BATCH)
                .param("from", from.toString())
                .param("to", to.toString())
                .query(row -> {
                    batch.add(recorded(row));
                    if (batch.size() == BATCH) {
                        batches.accept(List.copyOf(batch));
                        batch.clear();
                    }
                });
        if (!batch.isEmpty()) {
            batches.accept(batch);
        }
    }

    private RecordedPurchase recorded(ResultSet row) throws SQLException {
        String lines = row.getString("lines");
        return new RecordedPurchase(
                new PurchaseRecorded(
                        row.getObject("purchase_id", UUID.class),
                        row.getString("number"),
                        row.getString("channel"),
                        row.getString("order_no"),
                        row.getString("store"),
                        row.getTimestamp("occurred_at").toInstant(),
                        known(row.getString("currency")),
                        row.getLong("amount_minor"),
                        row.getString("birthday"),
                        lines == null ? List.of() : List.of(mapper.readValue(lines, PurchaseRecorded.Line[].class))),
                row.getString("member"),
                row.getLong("refunded_minor"),
                lines != null);
    }

    private static String known(@Nullable String text) {
        return text == null ? "" : text;
    }
}
