package io.kehu.loyalty.earning;

import io.kehu.loyalty.LoyaltyProblem;
import io.kehu.starter.web.problem.ProblemException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table {@code earning_rule}. */
@Repository
class EarningRules {

    private static final String COLUMNS =
            "program, code, version, state, name, condition, points, per_minor, fixed_points,"
                    + " order_cap, published_at";

    private final JdbcClient jdbc;

    EarningRules(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<EarningRule> all(String program) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM earning_rule WHERE program = :program ORDER BY code, version")
                .param("program", program)
                .query((row, index) -> rule(row))
                .list();
    }

    List<EarningRule> published(String program) {
        return all(program).stream()
                .filter(rule -> rule.state() == EarningRule.State.PUBLISHED)
                .toList();
    }

    Optional<EarningRule> find(String program, String code, int version) {
        return all(program).stream()
                .filter(rule -> rule.code().equals(code) && rule.version() == version)
                .findFirst();
    }

    /** The next version of a rule, as a draft. @return its number */
    int draft(EarningRule rule, String createdBy) {
        return jdbc.sql("""
                        INSERT INTO earning_rule (program, code, version, name, condition, points, per_minor, fixed_points,
                            order_cap, created_by)
                        SELECT :program, :code, coalesce(max(version), 0) + 1, :name, :condition, :points, :perMinor,
                            :fixedPoints, :orderCap, :createdBy
                        FROM earning_rule WHERE program = :program AND code = :code
                        RETURNING version
                        """)
                .param("program", rule.program())
                .param("code", rule.code())
                .param("name", rule.name())
                .param("condition", rule.condition())
                .param("points", rule.points())
                .param("perMinor", rule.perMinor())
                .param("fixedPoints", rule.fixedPoints())
                .param("orderCap", rule.orderCap())
                .param("createdBy", createdBy)
                .query(Integer.class)
                .single();
    }

    /** The version takes the place of the one before, in the caller's transaction. */
    void publish(String program, String code, int version) {
        jdbc.sql("""
                        UPDATE earning_rule SET state = 'RETIRED'
                        WHERE program = :program AND code = :code AND state = 'PUBLISHED'
                        """).param("program", program).param("code", code).update();
        int published = jdbc.sql("""
                        UPDATE earning_rule SET state = 'PUBLISHED', published_at = now()
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

    private static EarningRule rule(ResultSet row) throws SQLException {
        Timestamp publishedAt = row.getTimestamp("published_at");
        return new EarningRule(
                row.getString("program"),
                row.getString("code"),
                row.getInt("version"),
                EarningRule.State.valueOf(row.getString("state")),
                row.getString("name"),
                row.getString("condition"),
                row.getLong("points"),
                row.getLong("per_minor"),
                row.getLong("fixed_points"),
                row.getObject("order_cap", Long.class),
                publishedAt == null ? null : publishedAt.toInstant());
    }
}
