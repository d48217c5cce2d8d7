package io.kehu.customer.export;

import io.kehu.starter.protection.key.Column;
import io.kehu.starter.protection.key.PersonalData;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The table {@code export_chunk}: rows of files, sealed under a key of each export's own, one chunk in memory at a time. */
@Repository
class ExportChunks {

    private static final Column DATA = new Column("export_chunk", "data");

    private final JdbcClient jdbc;
    private final PersonalData personalData;
    private final JsonMapper mapper;

    ExportChunks(JdbcClient jdbc, PersonalData personalData, JsonMapper mapper) {
        this.jdbc = jdbc;
        this.personalData = personalData;
        this.mapper = mapper;
    }

    /** Takes rows; each is a list of cells. */
    @FunctionalInterface
    interface Visitor {
        void visit(List<String> row);
    }

    /** A file ends before it is whole: its time passed, or it was given up, while it was being read. */
    static final class TornFileException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        TornFileException() {
            super("The file was destroyed while it was being read.", null, false, false);
        }
    }

    /** In the caller's transaction, on a locked job. */
    void store(UUID exportId, int position, List<List<String>> rows) {
        String subject = subject(exportId);
        jdbc.sql("INSERT INTO export_chunk (export_id, position, rows, data) VALUES (:id, :position, :rows, :data)")
                .param("id", exportId)
                .param("position", position)
                .param("rows", rows.size())
                .param(
                        "data",
                        personalData
                                .openOrCreate(List.of(subject))
                                .sealBytes(subject, column(position), mapper.writeValueAsBytes(rows)))
                .update();
    }

    /**
     * Every row in its order.
     *
     * @throws TornFileException when it is not whole any more
     */
    void read(UUID exportId, int chunks, Visitor visitor) {
        String subject = subject(exportId);
        PersonalData.Vault vault = personalData.open(List.of(subject));
        for (int position = 0; position < chunks; position++) {
            byte[] sealed = jdbc.sql("SELECT data FROM export_chunk WHERE export_id = :id AND position = :position")
                    .param("id", exportId)
                    .param("position", position)
                    .query((row, index) -> row.getBytes("data"))
                    .optional()
                    .filter(data -> vault.holds(subject))
                    .orElseThrow(TornFileException::new);
            byte[] opened = vault.openBytes(subject, column(position), sealed);
            mapper.readValue(opened, new TypeReference<List<List<String>>>() {}).forEach(visitor::visit);
        }
    }

    /** Deletes the rows and the key they were sealed with, so that no copy of them can be read again. */
    void destroy(UUID exportId) {
        jdbc.sql("DELETE FROM export_chunk WHERE export_id = :id")
                .param("id", exportId)
                .update();
        personalData.destroy(subject(exportId));
    }

    private static String subject(UUID exportId) {
        return "export/" + exportId;
    }

    /** The position is authenticated too, so that chunks cannot change places. */
    private static Column column(int position) {
        return new Column(DATA.table(), DATA.name() + "/" + position);
    }
}
