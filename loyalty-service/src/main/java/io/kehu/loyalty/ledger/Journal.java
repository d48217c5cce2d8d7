package io.kehu.loyalty.ledger;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Finds transactions of the ledger by their ids. */
@Repository
public class Journal {

    private final JdbcClient jdbc;

    Journal(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A transaction that was booked.
     *
     * @param number it came under
     */
    public record Row(UUID id, TxType type, String number) {}

    /**
     * What became of the points an import brought.
     *
     * @param free points nothing holds that are left
     * @param reversed points that went back
     */
    public record Imported(long free, long reversed) {}

    /** By the transactions that brought them; with the members' accounts locked. */
    public Map<UUID, Imported> imported(Collection<UUID> txs) {
        Map<UUID, Imported> imported = new HashMap<>();
        jdbc.sql("""
                        SELECT l.earn_tx, l.remaining - l.held AS free,
                            (SELECT coalesce(sum(u.points), 0) FROM points_lot_use u JOIN points_tx t ON t.id = u.tx
                             WHERE u.lot = l.id AND t.type = 'REVERSE_IMPORT') AS reversed
                        FROM points_lot l WHERE l.earn_tx = ANY (:txs)
                        """).param("txs", txs.toArray(UUID[]::new)).query(row -> {
            imported.put(
                    row.getObject("earn_tx", UUID.class), new Imported(row.getLong("free"), row.getLong("reversed")));
        });
        return imported;
    }

    public Optional<Row> find(String program, UUID id) {
        return jdbc.sql("SELECT id, type, number FROM points_tx WHERE id = :id AND program = :program")
                .param("id", id)
                .param("program", program)
                .query((row, index) -> new Row(
                        row.getObject("id", UUID.class),
                        TxType.valueOf(row.getString("type")),
                        row.getString("number")))
                .optional();
    }
}
