package io.kehu.loyalty.earning;

import io.kehu.loyalty.LoyaltyProblem;
import io.kehu.starter.web.problem.ProblemException;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table {@code earning_rule}. */
@Repository
class EarningRules {

    private static final String COLUMNS = """
            program, code, version, state, kind, name, condition, points, per_minor, fixed_points, multiplier_percent,
            channels, stores, categories, products, valid_from, valid_to, order_cap, day_cap, month_cap, member_cap,
            stacking_group, revision, published_at, retired_at
            """;

    private final JdbcClient jdbc;

    EarningRules(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    boolean hasAny(String program) {
        return jdbc.sql("SELECT EXISTS (SELECT FROM earning_rule WHERE program = :program)")
                .param("program", program)
                .query(Boolean.class)
                .single();
    }

    /** By code and version. */
    List<EarningRule> list(
            String program, EarningRule.@Nullable State state, @Nullable String code, int version, int limit) {
        return jdbc.sql("SELECT " + COLUMNS + """
                         FROM earning_rule
                        WHERE program = :program AND (:state::text IS NULL OR state = :state)
                            AND (:code::text IS NULL OR (code, version) > (:code, :version))
                        ORDER BY code, version LIMIT :limit
                        """)
                .param("program", program)
                .param("state", state == null ? null : state.name())
                .param("code", code)
                .param("version", version)
                .param("limit", limit)
                .query((row, index) -> rule(row))
                .list();
    }

    List<EarningRule> published(String program) {
        return jdbc.sql("SELECT " + COLUMNS
                        + " FROM earning_rule WHERE program = :program AND state = 'PUBLISHED' ORDER BY code")
                .param("program", program)
                .query((row, index) -> rule(row))
                .list();
    }

    Optional<EarningRule> find(String program, String code, int version) {
        return find(program, code, version, "");
    }

    /** Until the end of the transaction nobody else changes it. */
    Optional<EarningRule> lock(String program, String code, int version) {
        return find(program, code, version, " FOR UPDATE");
    }

    private Optional<EarningRule> find(String program, String code, int version, String locking) {
        return jdbc.sql("SELECT " + COLUMNS
                        + " FROM earning_rule WHERE program = :program AND code = :code AND version = :version"
                        + locking)
                .param("program", program)
                .param("code", code)
                .param("version", version)
                .query((row, index) -> rule(row))
                .optional();
    }

    /** The next version of a rule, as a draft. @return its number */
    int draft(EarningRule rule, String createdBy) {
        return with(rule, jdbc.sql("""
                        INSERT INTO earning_rule (program, code, version, kind, name, condition, points, per_minor, fixed_points,
                            multiplier_percent, channels, stores, categories, products, valid_from, valid_to, order_cap, day_cap,
                            month_cap, member_cap, stacking_group, created_by)
                        SELECT :program, :code, coalesce(max(version), 0) + 1, :kind, :name, :condition, :points, :perMinor,
                            :fixedPoints, :multiplier, :channels, :stores, :categories, :products, :validFrom::timestamptz,
                            :validTo::timestamptz, :orderCap, :dayCap, :monthCap, :memberCap, :group, :createdBy
                        FROM earning_rule WHERE program = :program AND code = :code
                        RETURNING version
                        """))
                .param("createdBy", createdBy)
                .query(Integer.class)
                .single();
    }

    /** A locked draft becomes another one. */
    void redraft(EarningRule rule) {
        with(rule, jdbc.sql("""
                        UPDATE earning_rule SET kind = :kind, name = :name, condition = :condition, points = :points,
                            per_minor = :perMinor, fixed_points = :fixedPoints, multiplier_percent = :multiplier, channels = :channels,
                            stores = :stores, categories = :categories, products = :products, valid_from = :validFrom::timestamptz,
                            valid_to = :validTo::timestamptz, order_cap = :orderCap, day_cap = :dayCap, month_cap = :monthCap,
                            member_cap = :memberCap, stacking_group = :group, revision = revision + 1
                        WHERE program = :program AND code = :code AND version = :version
                        """)).param("version", rule.version()).update();
    }

    /** A locked draft is given up. */
    void discard(EarningRule rule) {
        jdbc.sql("DELETE FROM earning_rule WHERE program = :program AND code = :code AND version = :version")
                .param("program", rule.program())
                .param("code", rule.code())
                .param("version", rule.version())
                .update();
    }

    private static JdbcClient.StatementSpec with(EarningRule rule, JdbcClient.StatementSpec statement) {
        RuleScope scope = rule.scope();
        RuleCaps caps = rule.caps();
        return statement
                .param("program", rule.program())
                .param("code", rule.code())
                .param("kind", rule.kind().name())
                .param("name", rule.name())
                .param("condition", rule.condition())
                .param("points", rule.points())
                .param("perMinor", rule.perMinor())
                .param("fixedPoints", rule.fixedPoints())
                .param("multiplier", rule.multiplierPercent())
                .param("channels", scope.channels().stream().sorted().toArray(String[]::new))
                .param("stores", scope.stores().stream().sorted().toArray(String[]::new))
                .param("categories", scope.categories().stream().sorted().toArray(String[]::new))
                .param("products", scope.products().stream().sorted().toArray(String[]::new))
                .param("validFrom", text(rule.validFrom()))
                .param("validTo", text(rule.validTo()))
                .param("orderCap", caps.order())
                .param("dayCap", caps.day())
                .param("monthCap", caps.month())
                .param("memberCap", caps.member())
                .param("group", rule.stackingGroup());
    }

    /** The version takes the place of the one before, in the caller's transaction. */
    void publish(String program, String code, int version) {
        jdbc.sql("""
                        UPDATE earning_rule SET state = 'RETIRED', retired_at = now(), revision = revision + 1
                        WHERE program = :program AND code = :code AND state = 'PUBLISHED'
                        """).param("program", program).param("code", code).update();
        int published = jdbc.sql("""
                        UPDATE earning_rule SET state = 'PUBLISHED', published_at = now(), revision = revision + 1
                        WHERE program = :program AND code = :code AND version = :version AND state = 'DRAFT'
                        """)
                .param("program", program)
                .param("code", code)
                .param("version", version)
                .update();
        if (published != 1) {
            throw new ProblemException(LoyaltyProblem.RULE_NOT_DRAFT);
        }
    }

    /** @return false when it is not published */
    boolean retire(String program, String code, int version) {
        return jdbc.sql("""
                        UPDATE earning_rule SET state = 'RETIRED', retired_at = now(), revision = revision + 1
                        WHERE program = :program AND code = :code AND version = :version AND state = 'PUBLISHED'
                        """)
                        .param("program", program)
                        .param("code", code)
                        .param("version", version)
                        .update()
                == 1;
    }

    private static EarningRule rule(ResultSet row) throws SQLException {
        return new EarningRule(
                row.getString("program"),
                row.getString("code"),
                row.getInt("version"),
                EarningRule.State.valueOf(row.getString("state")),
                EarningRule.Kind.valueOf(row.getString("kind")),
                row.getString("name"),
                row.getString("condition"),
                row.getLong("points"),
                row.getLong("per_minor"),
                row.getLong("fixed_points"),
                row.getObject("multiplier_percent", Integer.class),
                new RuleScope(
                        texts(row.getArray("channels")),
                        texts(row.getArray("stores")),
                        texts(row.getArray("categories")),
                        texts(row.getArray("products"))),
                instant(row.getTimestamp("valid_from")),
                instant(row.getTimestamp("valid_to")),
                new RuleCaps(
                        row.getObject("order_cap", Long.class),
                        row.getObject("day_cap", Long.class),
                        row.getObject("month_cap", Long.class),
                        row.getObject("member_cap", Long.class)),
                row.getString("stacking_group"),
                row.getLong("revision"),
                instant(row.getTimestamp("published_at")),
                instant(row.getTimestamp("retired_at")));
    }

    private static Set<String> texts(Array array) throws SQLException {
        return Set.of((String[]) array.getArray());
    }

    private static @Nullable String text(@Nullable Instant at) {
        return at == null ? null : at.toString();
    }

    private static @Nullable Instant instant(@Nullable Timestamp at) {
        return at == null ? null : at.toInstant();
    }
}
