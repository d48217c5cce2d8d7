package io.kehu.loyalty.activity;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table {@code activity}. */
@Repository
class ActivityTable {

    private static final String COLUMNS =
            "program, code, version, name, points, most_points, times_per_day, times_per_member, points_per_month, pending_days,"
                    + " event, event_key, valid_from, valid_to, ended_at";

    private final JdbcClient jdbc;

    ActivityTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @return false when there is one of this code */
    boolean insert(Activity activity) {
        return write("""
                INSERT INTO activity (program, code, name, points, most_points, times_per_day, times_per_member, points_per_month,
                    pending_days, event, event_key, valid_from, valid_to)
                VALUES (:program, :code, :name, :points, :mostPoints, :timesPerDay, :timesPerMember, :pointsPerMonth,
                    :pendingDays, :event, :eventKey, :validFrom::timestamptz, :validTo::timestamptz)
                ON CONFLICT DO NOTHING
                """, activity);
    }

    /** @return false when its version has become another one */
    boolean replace(Activity activity) {
        return write("""
                UPDATE activity SET version = version + 1, name = :name, points = :points, most_points = :mostPoints,
                    times_per_day = :timesPerDay, times_per_member = :timesPerMember, points_per_month = :pointsPerMonth,
                    pending_days = :pendingDays, event = :event, event_key = :eventKey, valid_from = :validFrom::timestamptz, valid_to = :validTo::timestamptz
                WHERE program = :program AND code = :code AND version = :version
                """, activity);
    }

    private boolean write(String sql, Activity activity) {
        return jdbc.sql(sql)
                        .param("program", activity.program())
                        .param("code", activity.code())
                        .param("version", activity.version())
                        .param("name", activity.name())
                        .param("points", activity.points())
                        .param("mostPoints", activity.mostPoints())
                        .param("timesPerDay", activity.timesPerDay())
                        .param("timesPerMember", activity.timesPerMember())
                        .param("pointsPerMonth", activity.pointsPerMonth())
                        .param("pendingDays", activity.pendingDays())
                        .param("event", activity.event())
                        .param("eventKey", activity.eventKey())
                        .param("validFrom", activity.validFrom().toString())
                        .param("validTo", Objects.toString(activity.validTo(), null))
                        .update()
                == 1;
    }

    void end(String program, String code, Instant now) {
        jdbc.sql(
                        "UPDATE activity SET ended_at = :now::timestamptz WHERE program = :program AND code = :code AND ended_at IS NULL")
                .param("program", program)
                .param("code", code)
                .param("now", now.toString())
                .update();
    }

    Optional<Activity> find(String program, String code) {
        return Optional.ofNullable(find(program, List.of(code)).get(code));
    }

    /** By their codes. */
    Map<String, Activity> find(String program, Collection<String> codes) {
        Map<String, Activity> found = new HashMap<>();
        jdbc.sql("SELECT " + COLUMNS + " FROM activity WHERE program = :program AND code = ANY (:codes)")
                .param("program", program)
                .param("codes", codes.stream().distinct().toArray(String[]::new))
                .query((row, index) -> activity(row))
                .list()
                .forEach(activity -> found.put(activity.code(), activity));
        return found;
    }

    /** Those that events of a type tell of. */
    List<Activity> toldBy(String program, String event) {
        return jdbc.sql("SELECT " + COLUMNS
                        + " FROM activity WHERE program = :program AND event = :event ORDER BY code")
                .param("program", program)
                .param("event", event)
                .query((row, index) -> activity(row))
                .list();
    }

    /** By code. */
    List<Activity> list(String program, @Nullable String after, int limit) {
        return jdbc.sql("SELECT " + COLUMNS + """
                         FROM activity WHERE program = :program AND (:after::text IS NULL OR code > :after)
                        ORDER BY code LIMIT :limit
                        """)
                .param("program", program)
                .param("after", after)
                .param("limit", limit)
                .query((row, index) -> activity(row))
                .list();
    }

    private static Activity activity(ResultSet row) throws SQLException {
        return new Activity(
                row.getString("program"),
                row.getString("code"),
                row.getInt("version"),
                row.getString("name"),
                row.getObject("points", Long.class),
                row.getObject("most_points", Long.class),
                row.getObject("times_per_day", Integer.class),
                row.getObject("times_per_member", Integer.class),
                row.getObject("points_per_month", Long.class),
                row.getObject("pending_days", Integer.class),
                row.getString("event"),
                row.getString("event_key"),
                row.getTimestamp("valid_from").toInstant(),
                instant(row, "valid_to"),
                instant(row, "ended_at"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }
}
