package io.kehu.feedback.sla;

import io.kehu.feedback.Times;
import io.kehu.feedback.calendar.CalendarRef;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table {@code sla_clock}. */
@Repository
public class SlaClocks {

    private final JdbcClient jdbc;

    SlaClocks(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A clock and the case it belongs to. */
    public record Row(String caseNo, SlaClock clock) {}

    /** All clocks of some cases, by case, oldest cycle first. */
    public Map<String, List<SlaClock>> of(Collection<String> caseNos) {
        Map<String, List<SlaClock>> clocks = new HashMap<>();
        jdbc.sql("SELECT * FROM sla_clock WHERE case_no = ANY (:caseNos) ORDER BY case_no, metric, cycle")
                .param("caseNos", caseNos.toArray(String[]::new))
                .query(row -> {
                    clocks.computeIfAbsent(row.getString("case_no"), missing -> new ArrayList<>())
                            .add(clock(row));
                });
        return clocks;
    }

    /** Writes clocks as they are now, new ones and known ones, in one statement. */
    public void save(List<Row> rows) {
        if (rows.isEmpty()) {
            return;
        }
        jdbc.sql("""
                        INSERT INTO sla_clock (case_no, metric, cycle, state, policy_code, policy_version, calendar_code,
                            calendar_version, target_s, consumed_s, started_at, running_since, due_at, breached_at, ended_at)
                        SELECT case_no, metric, cycle, state, policy, policy_version, calendar, calendar_version, target, consumed,
                            started::timestamptz, running::timestamptz, due::timestamptz, breached::timestamptz, ended::timestamptz
                        FROM unnest(:caseNos, :metrics, :cycles, :states, :policies, :policyVersions, :calendars,
                            :calendarVersions, :targets, :consumed, :started, :running, :due, :breached, :ended)
                            AS clock (case_no, metric, cycle, state, policy, policy_version, calendar, calendar_version, target,
                                consumed, started, running, due, breached, ended)
                        ON CONFLICT (case_no, metric, cycle) DO UPDATE SET
                            state = excluded.state, policy_code = excluded.policy_code,
                            policy_version = excluded.policy_version, target_s = excluded.target_s,
                            consumed_s = excluded.consumed_s, running_since = excluded.running_since, due_at = excluded.due_at,
                            breached_at = excluded.breached_at, ended_at = excluded.ended_at
                        """)
                .param("caseNos", rows.stream().map(Row::caseNo).toArray(String[]::new))
                .param("metrics", texts(rows, clock -> clock.target().metric().name()))
                .param(
                        "cycles",
                        rows.stream().mapToInt(row -> row.clock().cycle()).toArray())
                .param("states", texts(rows, clock -> clock.state().name()))
                .param("policies", texts(rows, clock -> clock.target().policy()))
                .param(
                        "policyVersions",
                        rows.stream()
                                .mapToInt(row -> row.clock().target().policyVersion())
                                .toArray())
                .param(
                        "calendars",
                        texts(rows, clock -> clock.target().calendar().code()))
                .param(
                        "calendarVersions",
                        rows.stream()
                                .mapToInt(row -> row.clock().target().calendar().version())
                                .toArray())
                .param(
                        "targets",
                        rows.stream()
                                .mapToLong(row -> row.clock().target().seconds())
                                .toArray())
                .param(
                        "consumed",
                        rows.stream()
                                .mapToLong(row -> row.clock().consumedSeconds())
                                .toArray())
                .param("started", texts(rows, clock -> text(clock.startedAt())))
                .param("running", texts(rows, clock -> text(clock.runningSince())))
                .param("due", texts(rows, clock -> text(clock.dueAt())))
                .param("breached", texts(rows, clock -> text(clock.breachedAt())))
                .param("ended", texts(rows, clock -> text(clock.endedAt())))
                .update();
    }

    private static @Nullable String[] texts(List<Row> rows, Function<SlaClock, @Nullable String> value) {
        return rows.stream().map(row -> value.apply(row.clock())).toArray(String[]::new);
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }

    private static SlaClock clock(ResultSet row) throws SQLException {
        SlaTarget target = new SlaTarget(
                row.getString("policy_code"),
                row.getInt("policy_version"),
                new CalendarRef(row.getString("calendar_code"), row.getInt("calendar_version")),
                Metric.valueOf(row.getString("metric")),
                row.getLong("target_s"));
        return new SlaClock(
                target,
                row.getInt("cycle"),
                ClockState.valueOf(row.getString("state")),
                row.getLong("consumed_s"),
                Times.read(row, "started_at"),
                Times.readOrNull(row, "running_since"),
                Times.readOrNull(row, "due_at"),
                Times.readOrNull(row, "breached_at"),
                Times.readOrNull(row, "ended_at"));
    }
}
