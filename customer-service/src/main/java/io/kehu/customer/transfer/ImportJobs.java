package io.kehu.customer.transfer;

import io.kehu.customer.CustomerProblem;
import io.kehu.starter.web.problem.ProblemException;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The table {@code import_job}. */
@Repository
class ImportJobs {

    private final JdbcClient jdbc;
    private final JsonMapper mapper;

    ImportJobs(JdbcClient jdbc, JsonMapper mapper) {
        this.jdbc = jdbc;
        this.mapper = mapper;
    }

    /** The row an upload hangs on; its shape comes when the file is here. */
    void begin(UUID id, String fileName, String createdBy) {
        jdbc.sql("""
                        INSERT INTO import_job (id, state, file_name, encoding, delimiter, columns, mapping, created_by)
                        VALUES (:id, 'UPLOADED', :fileName, 'UTF-8', ',', '{}', '{}', :createdBy)
                        """)
                .param("id", id)
                .param("fileName", fileName)
                .param("createdBy", createdBy)
                .update();
    }

    void describe(UUID id, FileShape shape, ColumnMapping mapping, int total) {
        jdbc.sql("""
                        UPDATE import_job SET encoding = :encoding, delimiter = :delimiter, columns = :columns,
                            mapping = :mapping::jsonb, total = :total
                        WHERE id = :id
                        """)
                .param("id", id)
                .param("encoding", shape.encoding().name())
                .param("delimiter", String.valueOf(shape.delimiter()))
                .param("columns", shape.columns().toArray(String[]::new))
                .param("mapping", mapper.writeValueAsString(mapping.targets()))
                .param("total", total)
                .update();
    }

    Optional<ImportJob> find(UUID id) {
        return jdbc.sql("SELECT * FROM import_job WHERE id = :id")
                .param("id", id)
                .query((row, index) -> job(row))
                .optional();
    }

    ImportJob required(UUID id) {
        return find(id).orElseThrow(() -> new ProblemException(CustomerProblem.IMPORT_NOT_FOUND));
    }

    /** The job, locked until the end of the transaction. */
    ImportJob lock(UUID id) {
        return jdbc.sql("SELECT * FROM import_job WHERE id = :id FOR UPDATE")
                .param("id", id)
                .query((row, index) -> job(row))
                .optional()
                .orElseThrow(() -> new ProblemException(CustomerProblem.IMPORT_NOT_FOUND));
    }

    void setMapping(UUID id, ColumnMapping mapping) {
        jdbc.sql("UPDATE import_job SET mapping = :mapping::jsonb, version = version + 1 WHERE id = :id")
                .param("id", id)
                .param("mapping", mapper.writeValueAsString(mapping.targets()))
                .update();
    }

    /** Moves on when the job is in one of the states; the clock of the phase starts when it runs. */
    boolean move(UUID id, List<ImportState> from, ImportState to, @Nullable String failure) {
        return jdbc.sql("""
                        UPDATE import_job SET state = :to, failure = :failure, version = version + 1,
                            started_at = CASE WHEN :to IN ('CHECKING', 'APPLYING') THEN now() ELSE started_at END,
                            finished_at = CASE WHEN :to IN ('CHECKING', 'APPLYING') THEN NULL ELSE now() END
                        WHERE id = :id AND state = ANY (:from)
                        """)
                        .param("id", id)
                        .param("to", to.name())
                        .param("failure", failure)
                        .param("from", from.stream().map(Enum::name).toArray(String[]::new))
                        .update()
                == 1;
    }

    void addChecked(UUID id, int rows) {
        jdbc.sql("UPDATE import_job SET checked = checked + :rows WHERE id = :id")
                .param("id", id)
                .param("rows", rows)
                .update();
    }

    void addApplied(UUID id, int rows) {
        jdbc.sql("UPDATE import_job SET applied = applied + :rows WHERE id = :id")
                .param("id", id)
                .param("rows", rows)
                .update();
    }

    void resetChecked(UUID id) {
        jdbc.sql("UPDATE import_job SET checked = 0 WHERE id = :id")
                .param("id", id)
                .update();
    }

    /** Jobs that should be running. */
    List<ImportJob> running() {
        return jdbc.sql("SELECT * FROM import_job WHERE state IN ('CHECKING', 'APPLYING')")
                .query((row, index) -> job(row))
                .list();
    }

    private ImportJob job(ResultSet row) throws SQLException {
        Array columns = row.getArray("columns");
        Map<String, String> targets =
                mapper.readValue(row.getString("mapping"), new TypeReference<Map<String, String>>() {});
        return new ImportJob(
                row.getObject("id", UUID.class),
                ImportState.valueOf(row.getString("state")),
                row.getString("file_name"),
                ImportJob.shape(
                        row.getString("encoding"), row.getString("delimiter"), List.of((String[]) columns.getArray())),
                new ColumnMapping(targets),
                row.getInt("total"),
                row.getInt("checked"),
                row.getInt("applied"),
                row.getString("failure"),
                row.getLong("version"),
                row.getString("created_by"),
                row.getTimestamp("created_at").toInstant(),
                instant(row, "started_at"),
                instant(row, "finished_at"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp value = row.getTimestamp(column);
        return value == null ? null : value.toInstant();
    }
}
