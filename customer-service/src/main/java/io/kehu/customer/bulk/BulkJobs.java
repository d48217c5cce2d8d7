package io.kehu.customer.bulk;

import io.kehu.customer.CustomerProblem;
import io.kehu.customer.catalogue.KeptFilters;
import io.kehu.customer.customer.CustomerNumber;
import io.kehu.customer.customer.Scope;
import io.kehu.starter.security.Role;
import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.problem.ProblemException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** The table {@code bulk_job}. */
@Repository
class BulkJobs {

    private final JdbcClient jdbc;
    private final JsonMapper mapper;

    BulkJobs(JdbcClient jdbc, JsonMapper mapper) {
        this.jdbc = jdbc;
        this.mapper = mapper;
    }

    /** No earlier than any customer who is there: by the later one of our clock and the one of the database. */
    Instant asOf(Instant now) {
        Instant transaction = jdbc.sql("SELECT transaction_timestamp()")
                .query(Timestamp.class)
                .single()
                .toInstant();
        return transaction.isAfter(now) ? transaction : now;
    }

    /** In the caller's transaction; runs at once. @throws ProblemException 409 when somebody is handed over already */
    void begin(BulkJob job) {
        try {
            insert(job);
        } catch (DuplicateKeyException e) {
            throw new ProblemException(CustomerProblem.HANDOVER_ACTIVE);
        }
    }

    private void insert(BulkJob job) {
        BulkOrder order = job.order();
        BulkOrder.Handover handover = order.handover();
        jdbc.sql("""
                        INSERT INTO bulk_job (id, kind, state, selection, tag, from_owner, to_owner, to_team, to_pool, reason, roles,
                            reach_everything, reach_teams, reach_pools, total, created_by, created_name, created_at)
                        VALUES (:id, :kind, 'RUNNING', :selection::jsonb, :tag, :fromOwner, :toOwner, :toTeam, :toPool, :reason, :roles,
                            :everything, :teams, :pools, :total, :createdBy, :createdName, :createdAt)
                        """)
                .param("id", job.id())
                .param("kind", order.kind().name())
                .param("selection", mapper.writeValueAsString(order.selection()))
                .param("tag", order.tag())
                .param("fromOwner", handover == null ? null : handover.from())
                .param("toOwner", handover == null ? null : handover.owner())
                .param("toTeam", handover == null ? null : handover.team())
                .param("toPool", handover == null ? null : handover.pool())
                .param("reason", handover == null ? null : handover.reason())
                .param(
                        "roles",
                        job.askedBy().roles().stream().map(Enum::name).sorted().toArray(String[]::new))
                .param("everything", job.reach().everything())
                .param("teams", job.reach().teams().toArray(String[]::new))
                .param("pools", job.reach().pools().toArray(String[]::new))
                .param("total", job.counts().total())
                .param("createdBy", job.askedBy().originatingSubject())
                .param("createdName", job.askedBy().name())
                .param("createdAt", Timestamp.from(job.createdAt()))
                .update();
    }

    List<BulkJob> find(Collection<UUID> ids) {
        return jdbc.sql("SELECT * FROM bulk_job WHERE id = ANY (:ids)")
                .param("ids", ids.toArray(UUID[]::new))
                .query((row, index) -> job(row))
                .list();
    }

    BulkJob required(UUID id) {
        return find(List.of(id)).stream()
                .findFirst()
                .orElseThrow(() -> new ProblemException(CustomerProblem.BULK_JOB_NOT_FOUND));
    }

    /** The job, locked until the end of the transaction. */
    BulkJob lock(UUID id) {
        return jdbc.sql("SELECT * FROM bulk_job WHERE id = :id FOR UPDATE")
                .param("id", id)
                .query((row, index) -> job(row))
                .optional()
                .orElseThrow(() -> new ProblemException(CustomerProblem.BULK_JOB_NOT_FOUND));
    }

    /** Newest first. @param everybody whether others' as well */
    List<BulkJob> page(String subject, boolean everybody, @Nullable UUID before, int limit) {
        return jdbc.sql("""
                        SELECT * FROM bulk_job
                        WHERE (:everybody OR created_by = :subject) AND (:before::uuid IS NULL OR id < :before)
                        ORDER BY id DESC LIMIT :limit
                        """)
                .param("subject", subject)
                .param("everybody", everybody)
                .param("before", before)
                .param("limit", limit)
                .query((row, index) -> job(row))
                .list();
    }

    /** Of a locked job that runs: how far it has come. */
    void advance(UUID id, CustomerNumber last, BulkWork.Done done, int skipped) {
        jdbc.sql("""
                        UPDATE bulk_job SET changed = changed + :changed, unchanged = unchanged + :unchanged,
                            skipped = skipped + :skipped, last_number = :last
                        WHERE id = :id
                        """)
                .param("id", id)
                .param("changed", done.changed())
                .param("unchanged", done.unchanged())
                .param("skipped", skipped)
                .param("last", last.value())
                .update();
    }

    /** Of a locked job that has seen everybody: who was found when it was asked for, and did not match in their turn, is skipped. */
    void conclude(UUID id) {
        jdbc.sql("""
                        UPDATE bulk_job SET skipped = skipped + greatest(total - changed - unchanged - skipped, 0)
                        WHERE id = :id
                        """).param("id", id).update();
    }

    /** Of a locked job that runs. */
    void end(UUID id, BulkState to, @Nullable String failure, Instant now) {
        jdbc.sql("""
                        UPDATE bulk_job SET state = :to, failure = :failure, finished_at = :now, version = version + 1
                        WHERE id = :id
                        """)
                .param("id", id)
                .param("to", to.name())
                .param("failure", failure)
                .param("now", Timestamp.from(now))
                .update();
    }

    /** Jobs that should be running. */
    List<UUID> running() {
        return jdbc.sql("SELECT id FROM bulk_job WHERE state = 'RUNNING'")
                .query(UUID.class)
                .list();
    }

    private BulkJob job(ResultSet row) throws SQLException {
        String subject = row.getString("created_by");
        Set<Role> roles = Stream.of(texts(row, "roles")).map(Role::valueOf).collect(Collectors.toUnmodifiableSet());
        Timestamp finished = row.getTimestamp("finished_at");
        return new BulkJob(
                row.getObject("id", UUID.class),
                BulkState.valueOf(row.getString("state")),
                new BulkOrder(
                        BulkKind.valueOf(row.getString("kind")),
                        mapper.readValue(row.getString("selection"), KeptFilters.Selection.class),
                        row.getString("tag"),
                        handover(row)),
                new Caller(subject, row.getString("created_name"), roles, null, subject),
                row.getBoolean("reach_everything")
                        ? Scope.ofEverything()
                        : Scope.ofStaff(
                                subject, List.of(texts(row, "reach_teams")), List.of(texts(row, "reach_pools"))),
                new BulkJob.Counts(
                        row.getInt("total"), row.getInt("changed"), row.getInt("unchanged"), row.getInt("skipped")),
                row.getString("last_number"),
                row.getString("failure"),
                row.getLong("version"),
                row.getTimestamp("created_at").toInstant(),
                finished == null ? null : finished.toInstant());
    }

    private static BulkOrder.@Nullable Handover handover(ResultSet row) throws SQLException {
        String from = row.getString("from_owner");
        return from == null
                ? null
                : new BulkOrder.Handover(
                        from,
                        row.getString("to_owner"),
                        row.getString("to_team"),
                        row.getString("to_pool"),
                        row.getString("reason"));
    }

    private static String[] texts(ResultSet row, String column) throws SQLException {
        return (String[]) row.getArray(column).getArray();
    }
}
