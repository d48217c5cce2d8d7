package io.kehu.identity.scheme;

import io.kehu.identity.IdentityProblem;
import io.kehu.starter.web.problem.ProblemException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table {@code scheme}. */
@Repository
public class Schemes {

    private final JdbcClient jdbc;

    Schemes(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public Optional<Scheme> find(SchemeCode code) {
        return jdbc.sql("SELECT * FROM scheme WHERE code = :code")
                .param("code", code.value())
                .query((row, number) -> scheme(row))
                .optional();
    }

    public Scheme required(SchemeCode code) {
        return find(code).orElseThrow(() -> new ProblemException(IdentityProblem.SCHEME_NOT_FOUND));
    }

    public List<Scheme> all() {
        return jdbc.sql("SELECT * FROM scheme ORDER BY code")
                .query((row, number) -> scheme(row))
                .list();
    }

    /** @return false when a scheme with this code exists already */
    boolean define(Scheme scheme) {
        return jdbc.sql("""
                        INSERT INTO scheme (code, name, template, check_algorithm, partitioning, zone, state)
                        VALUES (:code, :name, :template, :check, :partitioning, :zone, :state)
                        ON CONFLICT (code) DO NOTHING
                        """)
                        .param("code", scheme.code().value())
                        .param("name", scheme.name())
                        .param("template", scheme.template().text())
                        .param("check", scheme.check().name())
                        .param("partitioning", scheme.partitioning().name())
                        .param("zone", scheme.zone().getId())
                        .param("state", scheme.state().name())
                        .update()
                == 1;
    }

    private static Scheme scheme(ResultSet row) throws SQLException {
        CheckAlgorithm check = CheckAlgorithm.valueOf(row.getString("check_algorithm"));
        return new Scheme(
                new SchemeCode(row.getString("code")),
                row.getString("name"),
                Template.parse(row.getString("template"), check),
                check,
                Scheme.Partitioning.valueOf(row.getString("partitioning")),
                ZoneId.of(row.getString("zone")),
                Scheme.State.valueOf(row.getString("state")));
    }
}
