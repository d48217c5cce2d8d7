package io.kehu.customer.catalogue;

import io.kehu.customer.customer.CustomerNumber;
import io.kehu.starter.protection.key.Column;
import io.kehu.starter.protection.key.PersonalData;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Timestamp;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The tables {@code customer_file} and {@code customer_file_chunk}: bytes sealed with the key of the customer they were handed in for. */
@Repository
class CustomerFiles {

    private static final Column DATA = new Column("customer_file_chunk", "data");
    private static final int CHUNK_BYTES = 1024 * 1024;

    private final JdbcClient jdbc;
    private final PersonalData personalData;

    CustomerFiles(JdbcClient jdbc, PersonalData personalData) {
        this.jdbc = jdbc;
        this.personalData = personalData;
    }

    /**
     * Where a file lies.
     *
     * @param number of the customer it was handed in for
     */
    record Place(UUID id, CustomerNumber number, String field) {}

    /** In the caller's transaction. @return false when there is a file of that id already, whosever it is */
    boolean insert(Place place, StoredFile file, byte[] content, String by) {
        boolean inserted = jdbc.sql("""
                        INSERT INTO customer_file (id, number, field, media_type, size, created_by, created_at)
                        VALUES (:id, :number, :field, :mediaType, :size, :by, :at)
                        ON CONFLICT (id) DO NOTHING
                        """)
                        .param("id", place.id())
                        .param("number", place.number().value())
                        .param("field", place.field())
                        .param("mediaType", file.mediaType())
                        .param("size", content.length)
                        .param("by", by)
                        .param("at", Timestamp.from(file.at()))
                        .update()
                > 0;
        if (inserted) {
            String subject = place.number().value();
            PersonalData.Vault vault = personalData.openOrCreate(List.of(subject));
            for (int position = 0; position * CHUNK_BYTES < content.length; position++) {
                int from = position * CHUNK_BYTES;
                byte[] chunk = Arrays.copyOfRange(content, from, Math.min(content.length, from + CHUNK_BYTES));
                jdbc.sql("INSERT INTO customer_file_chunk (file_id, position, data) VALUES (:id, :position, :data)")
                        .param("id", place.id())
                        .param("position", position)
                        .param("data", vault.sealBytes(subject, column(place.id(), position), chunk))
                        .update();
            }
        }
        return inserted;
    }

    /** Empty also where the key is gone, and the bytes with it. */
    Optional<Place> find(UUID id) {
        return jdbc.sql("SELECT id, number, field FROM customer_file WHERE id = :id")
                .param("id", id)
                .query((row, index) -> new Place(
                        row.getObject("id", UUID.class),
                        new CustomerNumber(row.getString("number")),
                        row.getString("field")))
                .optional()
                .filter(place -> personalData
                        .open(List.of(place.number().value()))
                        .holds(place.number().value()));
    }

    /** One chunk in memory at a time. */
    void write(Place place, OutputStream out) throws IOException {
        String subject = place.number().value();
        PersonalData.Vault vault = personalData.open(List.of(subject));
        int position = 0;
        Optional<byte[]> sealed = chunk(place.id(), position);
        while (sealed.isPresent()) {
            out.write(vault.openBytes(subject, column(place.id(), position), sealed.get()));
            position++;
            sealed = chunk(place.id(), position);
        }
    }

    void delete(UUID id) {
        jdbc.sql("DELETE FROM customer_file WHERE id = :id").param("id", id).update();
    }

    private Optional<byte[]> chunk(UUID id, int position) {
        return jdbc.sql("SELECT data FROM customer_file_chunk WHERE file_id = :id AND position = :position")
                .param("id", id)
                .param("position", position)
                .query((row, index) -> row.getBytes("data"))
                .optional();
    }

    /** File and position are authenticated too, so that chunks cannot change places. */
    private static Column column(UUID id, int position) {
        return new Column(DATA.table(), DATA.name() + "/" + id + "/" + position);
    }
}
