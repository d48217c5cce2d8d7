package io.kehu.customer.matching;

import io.kehu.customer.customer.CustomerNumber;
import io.kehu.customer.matching.model.Band;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The table {@code match_pair}. */
@Repository
class MatchPairs {

    private final JdbcClient jdbc;
    private final JsonMapper mapper;

    MatchPairs(JdbcClient jdbc, JsonMapper mapper) {
        this.jdbc = jdbc;
        this.mapper = mapper;
    }

    /** Writes what a run found, once however often; decided pairs stay as they are, and those that never match stay away. */
    void write(UUID runId, List<FoundPair> pairs) {
        jdbc.sql("""
                        INSERT INTO match_pair
                            (number_a, number_b, run_id, band, weight_milli, probability, evidence, group_number)
                        SELECT found.a, found.b, :runId, found.band, found.weight, found.probability, found.evidence::jsonb,
                            found.group_number
                        FROM unnest(:as, :bs, :bands, :weights, :probabilities, :evidence, :groups)
                            AS found (a, b, band, weight, probability, evidence, group_number)
                        WHERE NOT EXISTS (
                            SELECT FROM never_match n WHERE n.number_a = found.a AND n.number_b = found.b)
                        ORDER BY found.a, found.b
                        ON CONFLICT ON CONSTRAINT match_pair_numbers DO UPDATE
                        SET run_id = excluded.run_id, band = excluded.band, weight_milli = excluded.weight_milli,
                            probability = excluded.probability, evidence = excluded.evidence,
                            group_number = excluded.group_number
                        WHERE match_pair.state = 'OPEN'
                        """)
                .param("runId", runId)
                .param("as", pairs.stream().map(FoundPair::a).toArray(String[]::new))
                .param("bs", pairs.stream().map(FoundPair::b).toArray(String[]::new))
                .param(
                        "bands",
                        pairs.stream().map(pair -> pair.score().band().name()).toArray(String[]::new))
                .param(
                        "weights",
                        pairs.stream().mapToInt(FoundPair::weightMilli).toArray())
                .param(
                        "probabilities",
                        pairs.stream()
                                .mapToDouble(pair -> pair.score().probability())
                                .toArray())
                .param(
                        "evidence",
                        pairs.stream()
                                .map(pair -> mapper.writeValueAsString(pair.evidence()))
                                .toArray(String[]::new))
                .param("groups", pairs.stream().map(FoundPair::group).toArray(String[]::new))
                .update();
    }

    /** Open pairs that a run over the whole stock has not found again are no longer pairs. */
    void dropOthers(UUID runId) {
        jdbc.sql("DELETE FROM match_pair WHERE state = 'OPEN' AND run_id <> :runId")
                .param("runId", runId)
                .update();
    }

    Optional<MatchPair> find(UUID id) {
        return jdbc.sql("SELECT * FROM match_pair WHERE id = :id")
                .param("id", id)
                .query((row, index) -> pair(row))
                .optional();
    }

    Optional<MatchPair> lock(UUID id) {
        return jdbc.sql("SELECT * FROM match_pair WHERE id = :id FOR UPDATE")
                .param("id", id)
                .query((row, index) -> pair(row))
                .optional();
    }

    /** Best first, behind a pair that was seen. */
    List<MatchPair> page(
            @Nullable Band band, @Nullable PairState state, @Nullable Integer weight, @Nullable UUID id, int limit) {
        return jdbc.sql("""
                        SELECT * FROM match_pair
                        WHERE (:band::text IS NULL OR band = :band) AND (:state::text IS NULL OR state = :state)
                            AND (:weight::integer IS NULL OR (weight_milli, id) < (:weight, :id))
                            AND (state <> 'OPEN' OR NOT EXISTS (
                                SELECT FROM merged_number m WHERE m.number IN (number_a, number_b)))
                        ORDER BY weight_milli DESC, id DESC LIMIT :limit
                        """)
                .param("band", band == null ? null : band.name())
                .param("state", state == null ? null : state.name())
                .param("weight", weight)
                .param("id", id)
                .param("limit", limit)
                .query((row, index) -> pair(row))
                .list();
    }

    void decide(UUID id, PairState verdict, String reason, String decidedBy) {
        jdbc.sql("""
                        UPDATE match_pair SET state = :verdict, reason = :reason, decided_by = :decidedBy,
                            decided_at = now(), version = version + 1
                        WHERE id = :id
                        """)
                .param("id", id)
                .param("verdict", verdict.name())
                .param("reason", reason)
                .param("decidedBy", decidedBy)
                .update();
    }

    /** A group in which two are different is no group; the next run looks for what is left of it. */
    void breakUp(String group) {
        jdbc.sql("UPDATE match_pair SET group_number = NULL WHERE group_number = :group AND state = 'OPEN'")
                .param("group", group)
                .update();
    }

    private MatchPair pair(ResultSet row) throws SQLException {
        Timestamp decidedAt = row.getTimestamp("decided_at");
        return new MatchPair(
                row.getObject("id", UUID.class),
                new CustomerNumber(row.getString("number_a")),
                new CustomerNumber(row.getString("number_b")),
                row.getObject("run_id", UUID.class),
                Band.valueOf(row.getString("band")),
                row.getInt("weight_milli"),
                row.getDouble("probability"),
                mapper.readValue(row.getString("evidence"), new TypeReference<List<EvidenceView>>() {}),
                row.getString("group_number"),
                PairState.valueOf(row.getString("state")),
                row.getString("reason"),
                row.getString("decided_by"),
                decidedAt == null ? null : decidedAt.toInstant(),
                row.getLong("version"));
    }
}
