package io.kehu.identity.scheme;

import io.kehu.identity.IdentityProblem;
import io.kehu.starter.protection.key.Column;
import io.kehu.starter.protection.key.PersonalData;
import io.kehu.starter.web.problem.ProblemException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The table {@code scheme}. What never changes is read, unsealed and taken apart once; name, state and alert of a scheme are asked for
 * again after a second, because other instances change them.
 */
@Repository
public class Schemes {

    private static final Column ORDER_KEY = new Column("scheme", "order_key");
    private static final String COLUMNS =
            "code, name, template, check_algorithm, issue_order, order_key, partitioning, zone, state, alert_free, version";

    private final JdbcClient jdbc;
    private final PersonalData personalData;
    private final Clock clock;
    private final KnownSchemes known = new KnownSchemes();

    Schemes(JdbcClient jdbc, PersonalData personalData, Clock clock) {
        this.jdbc = jdbc;
        this.personalData = personalData;
        this.clock = clock;
    }

    /** Name, state and alert are at most a second old; a scheme nobody knew here is looked up. */
    public Optional<Scheme> find(SchemeCode code) {
        Instant now = clock.instant();
        Optional<Scheme> fresh = known.fresh(code, now);
        if (fresh.isPresent()) {
            return fresh;
        }
        return read(code, "", now);
    }

    /** As {@link #find}; 404 when there is none. */
    public Scheme required(SchemeCode code) {
        return find(code).orElseThrow(() -> new ProblemException(IdentityProblem.SCHEME_NOT_FOUND));
    }

    /** As the table is now; 404 when there is none. */
    Scheme current(SchemeCode code) {
        return read(code, "", clock.instant())
                .orElseThrow(() -> new ProblemException(IdentityProblem.SCHEME_NOT_FOUND));
    }

    /** As {@link #current}, and until the end of the transaction nobody else changes it. */
    Scheme lock(SchemeCode code) {
        return read(code, " FOR NO KEY UPDATE", clock.instant())
                .orElseThrow(() -> new ProblemException(IdentityProblem.SCHEME_NOT_FOUND));
    }

    private Optional<Scheme> read(SchemeCode code, String lock, Instant now) {
        return schemes(
                        jdbc.sql("SELECT " + COLUMNS + " FROM scheme WHERE code = :code" + lock)
                                .param("code", code.value())
                                .query((row, number) -> row(row))
                                .list(),
                        now)
                .stream()
                .findFirst();
    }

    /** By code, as the table is now: whoever asks what a number is must know the scheme another instance defined just before. */
    public List<Scheme> all() {
        Instant now = clock.instant();
        return schemes(
                jdbc.sql("SELECT " + COLUMNS + " FROM scheme ORDER BY code")
                        .query((row, number) -> row(row))
                        .list(),
                now);
    }

    /** Until the end of the transaction nobody else defines a scheme, so that two that are defined at once see each other. */
    void lockDefinitions() {
        jdbc.sql("SELECT pg_advisory_xact_lock(hashtextextended('scheme definitions', 0))")
                .query(row -> {});
    }

    /** In the caller's transaction, which has locked the scheme. A shortage that was told by another alert may be told again. */
    void adjust(Scheme scheme, String name, @Nullable Long alertFree) {
        jdbc.sql("UPDATE scheme SET name = :name, alert_free = :alertFree, version = version + 1 WHERE code = :code")
                .param("name", name)
                .param("alertFree", alertFree)
                .param("code", scheme.code().value())
                .update();
        if (!Objects.equals(alertFree, scheme.alertFree())) {
            // In the order in which others lock several of them.
            jdbc.sql("""
                            UPDATE number_partition SET low_told_at = NULL WHERE scheme = :scheme AND partition IN (
                                SELECT partition FROM number_partition
                                WHERE scheme = :scheme AND low_told_at IS NOT NULL
                                ORDER BY partition FOR NO KEY UPDATE)
                            """).param("scheme", scheme.code().value()).update();
        }
    }

    /**
     * In the caller's transaction, which also makes the key that seals the order's.
     *
     * @return false when a scheme with this code exists already
     */
    boolean define(Scheme scheme) {
        return jdbc.sql("""
                        INSERT INTO scheme (code, name, template, check_algorithm, issue_order, order_key, partitioning, zone, state)
                        VALUES (:code, :name, :template, :check, :order, :orderKey, :partitioning, :zone, :state)
                        ON CONFLICT (code) DO NOTHING
                        """)
                        .param("code", scheme.code().value())
                        .param("name", scheme.name())
                        .param("template", scheme.template().text())
                        .param("check", scheme.check().name())
                        .param("order", scheme.order().kind().name())
                        .param("orderKey", sealed(scheme))
                        .param("partitioning", scheme.partitioning().name())
                        .param("zone", scheme.zone().getId())
                        .param("state", scheme.state().name())
                        .update()
                == 1;
    }

    private byte @Nullable [] sealed(Scheme scheme) {
        if (!(scheme.order() instanceof ScrambledOrder scrambled)) {
            return null;
        }
        String subject = subject(scheme.code());
        return personalData.openOrCreate(List.of(subject)).sealBytes(subject, ORDER_KEY, scrambled.key());
    }

    /** Not the bare code: customers' numbers are subjects as well, and erasing one must never erase a scheme's key. */
    private static String subject(SchemeCode code) {
        return "scheme:" + code;
    }

    private record Row(
            SchemeCode code,
            String name,
            String template,
            CheckAlgorithm check,
            NumberOrder.Kind order,
            byte @Nullable [] orderKey,
            Scheme.Partitioning partitioning,
            ZoneId zone,
            Scheme.State state,
            @Nullable Long alertFree,
            long version) {}

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                new SchemeCode(row.getString("code")),
                row.getString("name"),
                row.getString("template"),
                CheckAlgorithm.valueOf(row.getString("check_algorithm")),
                NumberOrder.Kind.valueOf(row.getString("issue_order")),
                row.getBytes("order_key"),
                Scheme.Partitioning.valueOf(row.getString("partitioning")),
                ZoneId.of(row.getString("zone")),
                Scheme.State.valueOf(row.getString("state")),
                row.getObject("alert_free", Long.class),
                row.getLong("version"));
    }

    private List<Scheme> schemes(List<Row> rows, Instant readAt) {
        Map<SchemeCode, Scheme> before = new HashMap<>();
        rows.forEach(row -> known.definition(row.code()).ifPresent(scheme -> before.put(row.code(), scheme)));
        Set<String> sealedHere = rows.stream()
                .filter(row -> row.orderKey() != null && !before.containsKey(row.code()))
                .map(row -> subject(row.code()))
                .collect(Collectors.toSet());
        PersonalData.Vault vault = personalData.open(sealedHere);
        List<Scheme> schemes = new ArrayList<>();
        for (Row row : rows) {
            Scheme definition = before.get(row.code());
            schemes.add(
                    definition == null
                            ? scheme(row, vault)
                            : definition.with(row.name(), row.state(), row.alertFree(), row.version()));
        }
        known.remember(schemes, readAt);
        return List.copyOf(schemes);
    }

    private static Scheme scheme(Row row, PersonalData.Vault vault) {
        Template template = Template.parse(row.template(), row.check());
        byte[] sealedKey = row.orderKey();
        NumberOrder order = sealedKey == null
                ? new SequentialOrder()
                : new ScrambledOrder(template.capacity(), vault.openBytes(subject(row.code()), ORDER_KEY, sealedKey));
        return new Scheme(
                row.code(),
                row.name(),
                template,
                row.check(),
                order,
                row.partitioning(),
                row.zone(),
                row.state(),
                row.alertFree(),
                row.version());
    }
}
