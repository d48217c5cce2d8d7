package io.kehu.customer.matching;

import io.kehu.customer.CustomerProblem;
import io.kehu.customer.customer.CustomerDraft;
import io.kehu.customer.matching.model.MatchParameters;
import io.kehu.customer.matching.model.OversizedBlocks;
import io.kehu.starter.web.problem.ProblemException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The table {@code match_run}. */
@Repository
class MatchRuns {

    private final JdbcClient jdbc;
    private final JsonMapper mapper;

    MatchRuns(JdbcClient jdbc, JsonMapper mapper) {
        this.jdbc = jdbc;
        this.mapper = mapper;
    }

    /** @return false when another run is running */
    boolean begin(UUID id, CustomerDraft.@Nullable Stage stage, String createdBy) {
        return jdbc.sql("""
                        INSERT INTO match_run (id, state, phase, stage, created_by)
                        VALUES (:id, 'RUNNING', 'READING', :stage, :createdBy)
                        ON CONFLICT (state) WHERE state = 'RUNNING' DO NOTHING
                        """)
                        .param("id", id)
                        .param("stage", stage == null ? null : stage.name())
                        .param("createdBy", createdBy)
                        .update()
                == 1;
    }

    Optional<MatchRun> find(UUID id) {
        return jdbc.sql("SELECT * FROM match_run WHERE id = :id")
                .param("id", id)
                .query((row, index) -> run(row))
                .optional();
    }

    MatchRun required(UUID id) {
        return find(id).orElseThrow(() -> new ProblemException(CustomerProblem.MATCH_RUN_NOT_FOUND));
    }

    MatchRun lock(UUID id) {
        return jdbc.sql("SELECT * FROM match_run WHERE id = :id FOR UPDATE")
                .param("id", id)
                .query((row, index) -> run(row))
                .optional()
                .orElseThrow(() -> new ProblemException(CustomerProblem.MATCH_RUN_NOT_FOUND));
    }

    /** Customers of a stage, or all. */
    int stock(CustomerDraft.@Nullable Stage stage) {
        return jdbc.sql("""
                        SELECT count(*) FROM customer
                        WHERE status = 'ACTIVE' AND (:stage::text IS NULL OR stage = :stage)
                        """)
                .param("stage", stage == null ? null : stage.name())
                .query(Integer.class)
                .single();
    }

    /** @return false when the run is no longer to be worked on */
    boolean progress(UUID id, MatchRun.Progress progress) {
        return jdbc.sql("""
                        UPDATE match_run SET phase = :phase, total = :total, records = :records, candidates = :candidates,
                            compared = :compared, certain = :certain, probable = :probable
                        WHERE id = :id AND state = 'RUNNING'
                        """)
                        .param("id", id)
                        .param("phase", progress.phase().name())
                        .param("total", progress.total())
                        .param("records", progress.records())
                        .param("candidates", progress.candidates())
                        .param("compared", progress.compared())
                        .param("certain", progress.certain())
                        .param("probable", progress.probable())
                        .update()
                == 1;
    }

    /** @return false when it was no longer running */
    boolean finish(UUID id, MatchRun.Findings findings) {
        return jdbc.sql("""
                        UPDATE match_run SET state = 'FINISHED', parameters = :parameters::jsonb,
                            oversized = :oversized::jsonb, version = version + 1, finished_at = now()
                        WHERE id = :id AND state = 'RUNNING'
                        """)
                        .param("id", id)
                        .param("parameters", mapper.writeValueAsString(findings.parameters()))
                        .param("oversized", mapper.writeValueAsString(findings.oversized()))
                        .update()
                == 1;
    }

    void stop(UUID id, MatchRunState state, @Nullable String failure) {
        jdbc.sql("""
                        UPDATE match_run SET state = :state, failure = :failure, version = version + 1, finished_at = now()
                        WHERE id = :id AND state = 'RUNNING'
                        """)
                .param("id", id)
                .param("state", state.name())
                .param("failure", failure)
                .update();
    }

    /** The run that should be running. */
    Optional<MatchRun> running() {
        return jdbc.sql("SELECT * FROM match_run WHERE state = 'RUNNING'")
                .query((row, index) -> run(row))
                .optional();
    }

    /** What the last finished run learned. */
    Optional<MatchParameters> learned(CustomerDraft.Kind kind) {
        return jdbc.sql("""
                        SELECT parameters FROM match_run
                        WHERE state = 'FINISHED' AND parameters -> :kind IS NOT NULL
                        ORDER BY finished_at DESC LIMIT 1
                        """)
                .param("kind", kind.name())
                .query(String.class)
                .optional()
                .map(text -> parameters(text).get(kind));
    }

    private Map<CustomerDraft.Kind, MatchParameters> parameters(String json) {
        return mapper.readValue(json, new TypeReference<Map<CustomerDraft.Kind, MatchParameters>>() {});
    }

    private MatchRun run(ResultSet row) throws SQLException {
        String stage = row.getString("stage");
        Timestamp finishedAt = row.getTimestamp("finished_at");
        return new MatchRun(
                row.getObject("id", UUID.class),
                MatchRunState.valueOf(row.getString("state")),
                stage == null ? null : CustomerDraft.Stage.valueOf(stage),
                new MatchRun.Progress(
                        MatchPhase.valueOf(row.getString("phase")),
                        row.getInt("total"),
                        row.getInt("records"),
                        row.getLong("candidates"),
                        row.getLong("compared"),
                        row.getInt("certain"),
                        row.getInt("probable")),
                parameters(row.getString("parameters")),
                mapper.readValue(row.getString("oversized"), new TypeReference<List<OversizedBlocks>>() {}),
                row.getString("failure"),
                row.getLong("version"),
                row.getTimestamp("created_at").toInstant(),
                finishedAt == null ? null : finishedAt.toInstant());
    }
}
