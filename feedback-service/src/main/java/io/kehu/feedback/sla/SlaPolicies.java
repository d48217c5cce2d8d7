package io.kehu.feedback.sla;

import io.kehu.feedback.Times;
import io.kehu.starter.web.page.Cursor;
import io.kehu.starter.web.page.PageRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The tables {@code sla_policy} and {@code sla_target}. */
@Repository
class SlaPolicies {

    private final JdbcClient jdbc;

    SlaPolicies(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<SlaPolicyVersion> latest(String code) {
        return withTargets("""
                        SELECT * FROM sla_policy WHERE code = :code ORDER BY version DESC LIMIT 1
                        """, Map.of("code", code)).stream().findFirst();
    }

    /** By code, newest version first; one row more than the page holds. */
    List<SlaPolicyVersion> list(PageRequest page) {
        Cursor after = page.after(2);
        return withTargets(
                """
                        SELECT * FROM sla_policy
                        WHERE code > :code OR (code = :code AND version < :version)
                        ORDER BY code, version DESC
                        LIMIT :limit
                        """,
                Map.of(
                        "code",
                        after == null ? "" : after.text(0),
                        "version",
                        after == null ? 0L : after.number(1),
                        "limit",
                        page.fetch()));
    }

    static Cursor position(SlaPolicyVersion version) {
        return Cursor.of(version.definition().code(), version.version());
    }

    /** Until the end of the transaction nobody else makes a version of this code. */
    void lock(String code) {
        jdbc.sql("SELECT pg_advisory_xact_lock(hashtextextended('sla policy ' || :code, 0))")
                .param("code", code)
                .query(row -> {});
    }

    void add(SlaPolicyVersion version) {
        SlaPolicyDefinition definition = version.definition();
        jdbc.sql("""
                        INSERT INTO sla_policy (code, version, calendar_code, created_at, created_by)
                        VALUES (:code, :version, :calendar, :createdAt, :createdBy)
                        """)
                .param("code", definition.code())
                .param("version", version.version())
                .param("calendar", definition.calendar())
                .param("createdAt", Times.parameter(version.createdAt()))
                .param("createdBy", version.createdBy())
                .update();
        List<SlaPolicyDefinition.Target> targets = definition.targets();
        jdbc.sql("""
                        INSERT INTO sla_target (policy_code, policy_version, severity, metric, target_s)
                        SELECT :code, :version, severity, metric, seconds
                        FROM unnest(:severities, :metrics, :seconds) AS target (severity, metric, seconds)
                        """)
                .param("code", definition.code())
                .param("version", version.version())
                .param(
                        "severities",
                        targets.stream().map(target -> target.severity().name()).toArray(String[]::new))
                .param(
                        "metrics",
                        targets.stream().map(target -> target.metric().name()).toArray(String[]::new))
                .param(
                        "seconds",
                        targets.stream()
                                .mapToLong(SlaPolicyDefinition.Target::seconds)
                                .toArray())
                .update();
    }

    private record Key(String code, int version) {}

    private record Head(String calendar, Instant createdAt, String createdBy) {}

    private List<SlaPolicyVersion> withTargets(String policies, Map<String, ?> parameters) {
        Map<Key, Head> heads = new LinkedHashMap<>();
        Map<Key, List<SlaPolicyDefinition.Target>> targets = new LinkedHashMap<>();
        jdbc.sql("""
                        SELECT p.*, t.severity, t.metric, t.target_s
                        FROM (%s) AS p
                        JOIN sla_target t ON t.policy_code = p.code AND t.policy_version = p.version
                        ORDER BY p.code, p.version DESC, t.metric, t.severity
                        """.formatted(policies)).params(parameters).query(row -> {
            Key key = new Key(row.getString("code"), row.getInt("version"));
            heads.put(
                    key,
                    new Head(
                            row.getString("calendar_code"),
                            Times.read(row, "created_at"),
                            row.getString("created_by")));
            targets.computeIfAbsent(key, missing -> new ArrayList<>())
                    .add(new SlaPolicyDefinition.Target(
                            Severity.valueOf(row.getString("severity")),
                            Metric.valueOf(row.getString("metric")),
                            row.getLong("target_s")));
        });
        List<SlaPolicyVersion> versions = new ArrayList<>();
        heads.forEach((key, head) -> versions.add(new SlaPolicyVersion(
                key.version(),
                new SlaPolicyDefinition(key.code(), head.calendar(), targets.getOrDefault(key, List.of())),
                head.createdAt(),
                head.createdBy())));
        return versions;
    }
}
