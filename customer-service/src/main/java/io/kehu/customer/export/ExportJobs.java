package io.kehu.customer.export;

import io.kehu.customer.CustomerProblem;
import io.kehu.customer.customer.CustomerNumber;
import io.kehu.customer.customer.Scope;
import io.kehu.starter.protection.key.Column;
import io.kehu.starter.protection.key.PersonalData;
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

/** The table {@code export_job}. */
@Repository
class ExportJobs {

    private static final Column PURPOSE_TEXT = new Column("export_job", "purpose_text");

    private final JdbcClient jdbc;
    private final JsonMapper mapper;
    private final PersonalData personalData;
    private final ExportJobReader reader;

    ExportJobs(JdbcClient jdbc, JsonMapper mapper, PersonalData personalData, ExportJobReader reader) {
        this.jdbc = jdbc;
        this.mapper = mapper;
        this.personalData = personalData;
        this.reader = reader;
    }

    /** By the clock that says when customers were registered: whoever was there before is found. */
    Instant now() {
        return jdbc.sql("SELECT transaction_timestamp()")
                .query(Timestamp.class)
                .single()
                .toInstant();
    }

    /** In the caller's transaction; waits for a second person, or runs at once. */
    void begin(ExportJob job, String purposeText) {
        String subject = purposeSubject(job.id());
        ExportJob.Layout layout = job.layout();
        jdbc.sql("""
                        INSERT INTO export_job (id, state, format, language, columns, headers, kinds, clear_columns, selection,
                            purpose, purpose_text, roles, total, row_limit, approval_needed, created_by, created_name,
                            created_at, started_at, expires_at)
                        VALUES (:id, :state, :format, :language, :columns, :headers, :kinds, :clear, :selection::jsonb,
                            :purpose, :purposeText, :roles, :total, :rowLimit, :approvalNeeded, :createdBy, :createdName,
                            :createdAt, :startedAt, :expiresAt)
                        """)
                .param("id", job.id())
                .param("state", job.state().name())
                .param("format", layout.format().name())
                .param("language", layout.language())
                .param("columns", layout.columns().toArray(String[]::new))
                .param("headers", layout.headers().toArray(String[]::new))
                .param("kinds", layout.kinds().stream().map(Enum::name).toArray(String[]::new))
                .param("clear", layout.clear().stream().sorted().toArray(String[]::new))
                .param("selection", mapper.writeValueAsString(job.selection()))
                .param("purpose", job.purpose())
                .param(
                        "purposeText",
                        personalData.openOrCreate(List.of(subject)).seal(subject, PURPOSE_TEXT, purposeText))
                .param(
                        "roles",
                        job.askedBy().roles().stream().map(Enum::name).sorted().toArray(String[]::new))
                .param("total", job.total())
                .param("rowLimit", job.rowLimit())
                .param("approvalNeeded", job.approval().needed())
                .param("createdBy", job.askedBy().originatingSubject())
                .param("createdName", job.askedBy().name())
                .param("createdAt", Timestamp.from(job.times().created()))
                .param("startedAt", timestamp(job.times().started()))
                .param("expiresAt", timestamp(job.times().expires()))
                .update();
    }

    Optional<ExportJob> find(UUID id) {
        return find(List.of(id)).stream().findFirst();
    }

    List<ExportJob> find(Collection<UUID> ids) {
        return jdbc.sql("SELECT * FROM export_job WHERE id = ANY (:ids)")
                .param("ids", ids.toArray(UUID[]::new))
                .query((row, index) -> reader.job(row))
                .list();
    }

    ExportJob required(UUID id) {
        return find(id).orElseThrow(() -> new ProblemException(CustomerProblem.EXPORT_NOT_FOUND));
    }

    /** The job, locked until the end of the transaction. */
    ExportJob lock(UUID id) {
        return jdbc.sql("SELECT * FROM export_job WHERE id = :id FOR UPDATE")
                .param("id", id)
                .query((row, index) -> reader.job(row))
                .optional()
                .orElseThrow(() -> new ProblemException(CustomerProblem.EXPORT_NOT_FOUND));
    }

    /**
     * Newest first.
     *
     * @param subject whose
     * @param everybody whether others' as well
     * @param approvals whether others' as well, where a second person is, or was, needed
     */
    List<ExportJob> page(String subject, boolean everybody, boolean approvals, @Nullable UUID before, int limit) {
        return jdbc.sql("""
                        SELECT * FROM export_job
                        WHERE (:everybody OR created_by = :subject OR (:approvals AND approval_needed))
                            AND (:before::uuid IS NULL OR id < :before)
                        ORDER BY id DESC LIMIT :limit
                        """)
                .param("subject", subject)
                .param("everybody", everybody)
                .param("approvals", approvals)
                .param("before", before)
                .param("limit", limit)
                .query((row, index) -> reader.job(row))
                .list();
    }

    /** Of a locked job that waits: it runs from now on. */
    void approve(UUID id, String by, int rowLimit, Instant now) {
        jdbc.sql("""
                        UPDATE export_job SET state = 'RUNNING', approved_by = :by, approved_at = :now, started_at = :now,
                            row_limit = :rowLimit, expires_at = NULL, version = version + 1
                        WHERE id = :id AND state = 'WAITING'
                        """)
                .param("id", id)
                .param("by", by)
                .param("rowLimit", rowLimit)
                .param("now", Timestamp.from(now))
                .update();
    }

    /** Of a locked job that runs: how far it has come. */
    void advance(UUID id, int chunks, int rows, CustomerNumber last, Scope reach) {
        jdbc.sql("""
                        UPDATE export_job SET chunks = chunks + :chunks, rows = rows + :rows, last_number = :last,
                            reach_everything = reach_everything OR :everything,
                            reach_teams = array(SELECT DISTINCT unnest(reach_teams || :teams)),
                            reach_pools = array(SELECT DISTINCT unnest(reach_pools || :pools))
                        WHERE id = :id
                        """)
                .param("id", id)
                .param("chunks", chunks)
                .param("rows", rows)
                .param("last", last.value())
                .param("everything", reach.everything())
                .param("teams", reach.teams().toArray(String[]::new))
                .param("pools", reach.pools().toArray(String[]::new))
                .update();
    }

    /** Of a locked job that runs: the file is whole. */
    void ready(UUID id, Instant now, Instant expires) {
        jdbc.sql("""
                        UPDATE export_job SET state = 'READY', finished_at = :now, expires_at = :expires,
                            version = version + 1
                        WHERE id = :id AND state = 'RUNNING'
                        """)
                .param("id", id)
                .param("now", Timestamp.from(now))
                .param("expires", Timestamp.from(expires))
                .update();
    }

    /** Of a locked job: it has come to an end that leaves nothing of the file. */
    void end(UUID id, ExportState to, @Nullable String failure, @Nullable String refusedBy, Instant now) {
        jdbc.sql("""
                        UPDATE export_job SET state = :to, failure = :failure, refused_by = :refusedBy, destroyed_at = :now,
                            finished_at = coalesce(finished_at, :now), expires_at = NULL, version = version + 1
                        WHERE id = :id
                        """)
                .param("id", id)
                .param("to", to.name())
                .param("failure", failure)
                .param("refusedBy", refusedBy)
                .param("now", Timestamp.from(now))
                .update();
    }

    /** Of a locked job. */
    void countDownload(UUID id) {
        jdbc.sql("UPDATE export_job SET downloads = downloads + 1, version = version + 1 WHERE id = :id")
                .param("id", id)
                .update();
    }

    /** Jobs that should be running. */
    List<UUID> running() {
        return jdbc.sql("SELECT id FROM export_job WHERE state = 'RUNNING'")
                .query(UUID.class)
                .list();
    }

    /** Files, and requests nobody answered, whose time has passed. */
    List<UUID> expired(Instant now, int limit) {
        return jdbc.sql("""
                        SELECT id FROM export_job WHERE destroyed_at IS NULL AND expires_at <= :now
                        ORDER BY expires_at LIMIT :limit
                        """)
                .param("now", Timestamp.from(now))
                .param("limit", limit)
                .query(UUID.class)
                .list();
    }

    List<UUID> toForget(Instant createdBefore, int limit) {
        return jdbc.sql("""
                        SELECT id FROM export_job
                        WHERE forgotten_at IS NULL AND created_at < :before AND destroyed_at IS NOT NULL
                        ORDER BY created_at LIMIT :limit
                        """)
                .param("before", Timestamp.from(createdBefore))
                .param("limit", limit)
                .query(UUID.class)
                .list();
    }

    /** Takes away what somebody said in their own words, and its key. */
    void forget(UUID id, Instant now) {
        jdbc.sql("UPDATE export_job SET purpose_text = NULL, forgotten_at = :now WHERE id = :id")
                .param("id", id)
                .param("now", Timestamp.from(now))
                .update();
        personalData.destroy(purposeSubject(id));
    }

    /** What the file is for, in the words of who asked; null when it is forgotten. */
    @Nullable
    String purposeText(UUID id) {
        String subject = purposeSubject(id);
        PersonalData.Vault vault = personalData.open(List.of(subject));
        return jdbc.sql("SELECT purpose_text FROM export_job WHERE id = :id AND purpose_text IS NOT NULL")
                .param("id", id)
                .query((row, index) -> row.getBytes("purpose_text"))
                .optional()
                .filter(text -> vault.holds(subject))
                .map(text -> vault.open(subject, PURPOSE_TEXT, text))
                .orElse(null);
    }

    /** The reason outlives the rows, so it has a key of its own. */
    private static String purposeSubject(UUID id) {
        return "export-purpose/" + id;
    }

    private static @Nullable Timestamp timestamp(@Nullable Instant instant) {
        return instant == null ? null : Timestamp.from(instant);
    }
}
