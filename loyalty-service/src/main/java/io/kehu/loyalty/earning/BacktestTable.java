package io.kehu.loyalty.earning;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** The table {@code backtest}. */
@Repository
class BacktestTable {

    private static final String COLUMNS =
            "id, rule, from_at, to_at, state, total, done, attempts, reason, result, asked_at, started_at, ended_at";

    private final JdbcClient jdbc;
    private final JsonMapper mapper;

    BacktestTable(JdbcClient jdbc, JsonMapper mapper) {
        this.jdbc = jdbc;
        this.mapper = mapper;
    }

    void insert(UUID id, EarningRule rule, Instant from, Instant to, String askedBy, Instant now) {
        jdbc.sql("""
                        INSERT INTO backtest (id, program, rule, from_at, to_at, asked_by, asked_at)
                        VALUES (:id, :program, :rule::jsonb, :from::timestamptz, :to::timestamptz, :by, :at::timestamptz)
                        """)
                .param("id", id)
                .param("program", rule.program())
                .param("rule", mapper.writeValueAsString(rule))
                .param("from", from.toString())
                .param("to", to.toString())
                .param("by", askedBy)
                .param("at", now.toString())
                .update();
    }

    long waiting() {
        return jdbc.sql("SELECT count(*) FROM backtest WHERE state IN ('WAITING', 'RUNNING')")
                .query(Long.class)
                .single();
    }

    Optional<Backtest> find(UUID id) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM backtest WHERE id = :id")
                .param("id", id)
                .query((row, index) -> backtest(row))
                .optional();
    }

    /** The oldest that has not ended. */
    Optional<Backtest> next() {
        return jdbc.sql("SELECT " + COLUMNS + """
                         FROM backtest WHERE state IN ('WAITING', 'RUNNING') ORDER BY id LIMIT 1
                        """)
                .query((row, index) -> backtest(row))
                .optional();
    }

    /** @return false when it has ended meanwhile */
    boolean begin(UUID id, long total, Instant now) {
        return jdbc.sql("""
                        UPDATE backtest SET state = 'RUNNING', total = :total, done = 0, attempts = attempts + 1,
                            started_at = coalesce(started_at, :now::timestamptz)
                        WHERE id = :id AND state IN ('WAITING', 'RUNNING')
                        """)
                        .param("id", id)
                        .param("total", total)
                        .param("now", now.toString())
                        .update()
                == 1;
    }

    void progress(UUID id, long done) {
        jdbc.sql("UPDATE backtest SET done = :done WHERE id = :id")
                .param("id", id)
                .param("done", done)
                .update();
    }

    void end(UUID id, BacktestResult result, Instant now) {
        jdbc.sql("""
                        UPDATE backtest SET state = 'DONE', total = :done, done = :done, result = :result::jsonb, ended_at = :now::timestamptz
                        WHERE id = :id
                        """)
                .param("id", id)
                .param("done", result.purchases())
                .param("result", mapper.writeValueAsString(result))
                .param("now", now.toString())
                .update();
    }

    void fail(UUID id, String reason, Instant now) {
        jdbc.sql("UPDATE backtest SET state = 'FAILED', reason = :reason, ended_at = :now::timestamptz WHERE id = :id")
                .param("id", id)
                .param("reason", reason)
                .param("now", now.toString())
                .update();
    }

    private Backtest backtest(ResultSet row) throws SQLException {
        String result = row.getString("result");
        return new Backtest(
                row.getObject("id", UUID.class),
                mapper.readValue(row.getString("rule"), EarningRule.class),
                row.getTimestamp("from_at").toInstant(),
                row.getTimestamp("to_at").toInstant(),
                Backtest.State.valueOf(row.getString("state")),
                row.getLong("total"),
                row.getLong("done"),
                row.getInt("attempts"),
                row.getString("reason"),
                result == null ? null : mapper.readValue(result, BacktestResult.class),
                row.getTimestamp("asked_at").toInstant(),
                instant(row.getTimestamp("started_at")),
                instant(row.getTimestamp("ended_at")));
    }

    private static @Nullable Instant instant(@Nullable Timestamp at) {
        return at == null ? null : at.toInstant();
    }
}
