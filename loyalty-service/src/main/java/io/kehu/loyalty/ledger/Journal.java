package io.kehu.loyalty.ledger;

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

    /** Points nothing holds that are left of what a transaction brought; with the member's account locked. */
    public long left(UUID tx) {
        return jdbc.sql("SELECT coalesce(sum(remaining - held), 0) FROM points_lot WHERE earn_tx = :tx")
                .param("tx", tx)
                .query(Long.class)
                .single();
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
