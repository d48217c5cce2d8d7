package io.kehu.customer.transfer;

import io.kehu.customer.CustomerProblem;
import io.kehu.starter.web.problem.ProblemException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** The table {@code import_job}. */
@Repository
class ImportJobs {

    private final JdbcClient jdbc;
    private final JsonMapper mapper;
    private final ImportJobReader reader;

    ImportJobs(JdbcClient jdbc, JsonMapper mapper, ImportJobReader reader) {
        this.jdbc = jdbc;
        this.mapper = mapper;
        this.reader = reader;
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

    /** What the file is, and how it is read unless somebody says otherwise. */
    void describe(
            UUID id,
            TableFiles.Description description,
            ColumnMapping mapping,
            ImportJob.MappingSource source,
            DateOrder dateOrder) {
        FileShape shape = description.shape();
        jdbc.sql("""
                        UPDATE import_job SET format = :format, encoding = :encoding, delimiter = :delimiter,
                            columns = :columns, sheet = :sheet, sheets = :sheets, total = :total,
                            mapping = :mapping::jsonb, mapping_source = :source, date_order = :dateOrder
                        WHERE id = :id
                        """)
                .param("id", id)
                .param("format", shape.format().name())
                .param("encoding", shape.encoding().name())
                .param("delimiter", String.valueOf(shape.delimiter()))
                .param("columns", shape.columns().toArray(String[]::new))
                .param("sheet", shape.sheet())
                .param("sheets", shape.sheets().toArray(String[]::new))
                .param("total", description.rows())
                .param("mapping", mapper.writeValueAsString(mapping.targets()))
                .param("source", source.name())
                .param("dateOrder", dateOrder.name())
                .update();
    }

    /** How far its next rehearsal looks for customers the rows may mean. */
    void lookFor(UUID id, DuplicateCheck duplicateCheck) {
        jdbc.sql("UPDATE import_job SET duplicate_check = :check WHERE id = :id")
                .param("id", id)
                .param("check", duplicateCheck.name())
                .update();
    }

    Optional<ImportJob> find(UUID id) {
        return jdbc.sql("SELECT * FROM import_job WHERE id = :id")
                .param("id", id)
                .query((row, index) -> reader.job(row))
                .optional();
    }

    List<ImportJob> find(Collection<UUID> ids) {
        return jdbc.sql("SELECT * FROM import_job WHERE id = ANY (:ids)")
                .param("ids", ids.toArray(UUID[]::new))
                .query((row, index) -> reader.job(row))
                .list();
    }

    ImportJob required(UUID id) {
        return find(id).orElseThrow(() -> new ProblemException(CustomerProblem.IMPORT_NOT_FOUND));
    }

    /** The job, locked until the end of the transaction. */
    ImportJob lock(UUID id) {
        return jdbc.sql("SELECT * FROM import_job WHERE id = :id FOR UPDATE")
                .param("id", id)
                .query((row, index) -> reader.job(row))
                .optional()
                .orElseThrow(() -> new ProblemException(CustomerProblem.IMPORT_NOT_FOUND));
    }

    /** The file is to be read in another way: what was rehearsed or approved before is void. */
    void startOver(UUID id) {
        jdbc.sql("UPDATE import_job SET state = 'UPLOADED', version = version + 1 WHERE id = :id")
                .param("id", id)
                .update();
        resetChecked(id);
    }

    /** Moves on when the job is in one of the states; the clock of the phase starts when it runs. */
    boolean move(UUID id, Collection<ImportState> from, ImportState to, @Nullable String failure) {
        return jdbc.sql("""
                        UPDATE import_job SET state = :to, failure = :failure, version = version + 1,
                            started_at = CASE WHEN :running THEN now() ELSE started_at END,
                            finished_at = CASE WHEN :running THEN NULL ELSE now() END,
                            applied_at = CASE WHEN state = 'APPLYING' THEN now() ELSE applied_at END,
                            undo_started_at = CASE WHEN :to = 'UNDOING' THEN coalesce(undo_started_at, now())
                                ELSE undo_started_at END
                        WHERE id = :id AND state = ANY (:from)
                        """)
                        .param("id", id)
                        .param("to", to.name())
                        .param("running", to.isRunning())
                        .param("failure", failure)
                        .param("from", from.stream().map(Enum::name).toArray(String[]::new))
                        .update()
                == 1;
    }

    void approve(UUID id, String by) {
        jdbc.sql("UPDATE import_job SET approved_by = :by, approved_at = now() WHERE id = :id")
                .param("id", id)
                .param("by", by)
                .update();
    }

    /** What was rehearsed has changed: an approval was for what it was before. */
    void disapprove(UUID id) {
        jdbc.sql("UPDATE import_job SET approved_by = NULL, approved_at = NULL WHERE id = :id")
                .param("id", id)
                .update();
    }

    void addChecked(UUID id, int rows) {
        jdbc.sql("UPDATE import_job SET checked = checked + :rows WHERE id = :id")
                .param("id", id)
                .param("rows", rows)
                .update();
    }

    /** Starts the dry run over; an approval was for the one before. */
    void resetChecked(UUID id) {
        jdbc.sql("""
                        UPDATE import_job SET checked = 0, planned = 0, changes = 0, approval_needed = false,
                            approved_by = NULL, approved_at = NULL, applied_at = NULL
                        WHERE id = :id AND applied = 0
                        """).param("id", id).update();
    }

    /** What the dry run comes to. */
    void conclude(UUID id, int planned, int changes, boolean approvalNeeded) {
        jdbc.sql("""
                        UPDATE import_job SET planned = :planned, changes = :changes, approval_needed = :needed WHERE id = :id
                        """)
                .param("id", id)
                .param("planned", planned)
                .param("changes", changes)
                .param("needed", approvalNeeded)
                .update();
    }

    /** Counts rows of a batch, and locks the job until the batch is written. @return false when it is to be applied no more */
    boolean addApplied(UUID id, int rows) {
        return jdbc.sql("UPDATE import_job SET applied = applied + :rows WHERE id = :id AND state = 'APPLYING'")
                        .param("id", id)
                        .param("rows", rows)
                        .update()
                == 1;
    }

    /** Who wants it undone, and how many customers there are to settle. */
    void beginUndo(UUID id, String by) {
        jdbc.sql("""
                        UPDATE import_job SET undo_by = :by,
                            touched = (SELECT count(*) FROM import_row_before WHERE import_id = :id)
                        WHERE id = :id
                        """).param("id", id).param("by", by).update();
    }

    /** Counts customers of a batch, and locks the job until the batch is written. @return false when it is to be undone no more */
    boolean addUndone(UUID id, int undone, int kept) {
        return jdbc.sql("""
                        UPDATE import_job SET undone = undone + :undone, kept = kept + :kept
                        WHERE id = :id AND state = 'UNDOING'
                        """)
                        .param("id", id)
                        .param("undone", undone)
                        .param("kept", kept)
                        .update()
                == 1;
    }

    /** Jobs that should be running. */
    List<ImportJob> running() {
        return jdbc.sql("SELECT * FROM import_job WHERE state IN ('CHECKING', 'APPLYING', 'UNDOING')")
                .query((row, index) -> reader.job(row))
                .list();
    }

    /** Imports at rest since a time, which still hold their file. */
    List<UUID> toForget(Instant restingSince, int limit) {
        return jdbc.sql("""
                        SELECT id FROM import_job
                        WHERE forgotten_at IS NULL AND created_at < :before
                            AND coalesce(applied_at, finished_at, created_at) < :before
                            AND state NOT IN ('CHECKING', 'APPLYING', 'UNDOING')
                        ORDER BY created_at LIMIT :limit
                        """)
                .param("before", Timestamp.from(restingSince))
                .param("limit", limit)
                .query(UUID.class)
                .list();
    }

    void forgotten(UUID id) {
        jdbc.sql("UPDATE import_job SET forgotten_at = now(), version = version + 1 WHERE id = :id")
                .param("id", id)
                .update();
    }
}
