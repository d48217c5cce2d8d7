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
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The table {@code scheme}. What never changes is read, unsealed and taken apart once; name and state of a scheme are asked for again
 * after a second, because other instances change them.
 */
@Repository
public class Schemes {

    private static final Column ORDER_KEY = new Column("scheme", "order_key");
    private static final String COLUMNS =
            "code, name, template, check_algorithm, issue_order, order_key, partitioning, zone, state";

    private final JdbcClient jdbc;
    private final PersonalData personalData;
    private final Clock clock;
    private final KnownSchemes known = new KnownSchemes();

    Schemes(JdbcClient jdbc, PersonalData personalData, Clock clock) {
        this.jdbc = jdbc;
        this.personalData = personalData;
        this.clock = clock;
    }

    /** Name and state are at most a second old; a scheme nobody knew here is looked up. */
    public Optional<Scheme> find(SchemeCode code) {
        Instant now = clock.instant();
        Optional<Scheme> fresh = known.fresh(code, now);
        if (fresh.isPresent()) {
            return fresh;
        }
        return schemes(
                        jdbc.sql("SELECT " + COLUMNS + " FROM scheme WHERE code = :code")
                                .param("code", code.value())
                                .query((row, number) -> row(row))
                                .list(),
                        now)
                .stream()
                .findFirst();
    }

    /** As {@link #find}; 404 when there is none. */
    public Scheme required(SchemeCode code) {
        return find(code).orElseThrow(() -> new ProblemException(IdentityProblem.SCHEME_NOT_FOUND));
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
            Scheme.State state) {}

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
                Scheme.State.valueOf(row.getString("state")));
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
            schemes.add(definition == null ? scheme(row, vault) : definition.with(row.name(), row.state()));
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
                row.code(), row.name(), template, row.check(), order, row.partitioning(), row.zone(), row.state());
    }
}
