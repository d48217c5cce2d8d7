package io.kehu.loyalty.tier;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The tables {@code tier_scheme} and {@code tier}. */
@Repository
class TierSchemes {

    private final JdbcClient jdbc;

    TierSchemes(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The latest version, if the programme has tiers. */
    Optional<TierScheme> current(String program) {
        return jdbc.sql("""
                        SELECT program, version, basis, period, months, grace_days, downgrade FROM tier_scheme
                        WHERE program = :program ORDER BY version DESC LIMIT 1
                        """)
                .param("program", program)
                .query((row, index) -> scheme(row))
                .optional();
    }

    /** As the next version. */
    void define(TierScheme scheme, String createdBy) {
        jdbc.sql("""
                        INSERT INTO tier_scheme (program, version, basis, period, months, grace_days, downgrade, created_by)
                        VALUES (:program, :version, :basis, :period, :months, :graceDays, :downgrade, :by)
                        """)
                .param("program", scheme.program())
                .param("version", scheme.version())
                .param("basis", scheme.basis().name())
                .param("period", scheme.period().kind().name())
                .param("months", scheme.period().months())
                .param("graceDays", scheme.graceDays())
                .param("downgrade", scheme.downgrade().name())
                .param("by", createdBy)
                .update();
        for (Tier tier : scheme.tiers()) {
            jdbc.sql("""
                            INSERT INTO tier (program, version, rank, code, name, threshold, multiplier_percent, benefits)
                            VALUES (:program, :version, :rank, :code, :name, :threshold, :multiplier, :benefits)
                            """)
                    .param("program", scheme.program())
                    .param("version", scheme.version())
                    .param("rank", tier.rank())
                    .param("code", tier.code())
                    .param("name", tier.name())
                    .param("threshold", tier.threshold())
                    .param("multiplier", tier.multiplierPercent())
                    .param("benefits", tier.benefits().toArray(String[]::new))
                    .update();
        }
    }

    private TierScheme scheme(ResultSet row) throws SQLException {
        String program = row.getString("program");
        int version = row.getInt("version");
        return new TierScheme(
                program,
                version,
                TierScheme.Basis.valueOf(row.getString("basis")),
                new TierPeriod(TierPeriod.Kind.valueOf(row.getString("period")), row.getInt("months")),
                row.getInt("grace_days"),
                TierScheme.Downgrade.valueOf(row.getString("downgrade")),
                tiers(program, version));
    }

    private List<Tier> tiers(String program, int version) {
        return jdbc.sql("""
                        SELECT code, rank, name, threshold, multiplier_percent, benefits FROM tier
                        WHERE program = :program AND version = :version ORDER BY rank
                        """)
                .param("program", program)
                .param("version", version)
                .query((row, index) -> new Tier(
                        row.getString("code"),
                        row.getInt("rank"),
                        row.getString("name"),
                        row.getLong("threshold"),
                        row.getInt("multiplier_percent"),
                        texts(row.getArray("benefits"))))
                .list();
    }

    private static List<String> texts(Array array) throws SQLException {
        return List.of((String[]) array.getArray());
    }
}
