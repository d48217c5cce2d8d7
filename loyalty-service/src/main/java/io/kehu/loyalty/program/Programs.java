package io.kehu.loyalty.program;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table {@code program}, together with the accounts each programme needs. */
@Repository
public class Programs {

    private final JdbcClient jdbc;

    Programs(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public List<Program> all() {
        return jdbc.sql(
                        "SELECT code, name, zone, valid_months, restore_grace_days, point_value_minor, redemption_rate FROM program ORDER BY code")
                .query((row, index) -> new Program(
                        row.getString("code"),
                        row.getString("name"),
                        ZoneId.of(row.getString("zone")),
                        row.getInt("valid_months"),
                        row.getInt("restore_grace_days"),
                        new Program.Worth(
                                row.getBigDecimal("point_value_minor").stripTrailingZeros(),
                                row.getBigDecimal("redemption_rate").stripTrailingZeros())))
                .list();
    }

    public Optional<Program> find(String code) {
        return all().stream().filter(program -> program.code().equals(code)).findFirst();
    }

    /** Does nothing when it exists. */
    void define(Program program) {
        jdbc.sql("""
                        INSERT INTO program (code, name, zone, valid_months, restore_grace_days, point_value_minor, redemption_rate)
                        VALUES (:code, :name, :zone, :validMonths, :restoreGraceDays, :pointValue, :redemptionRate)
                        ON CONFLICT (code) DO NOTHING
                        """)
                .param("code", program.code())
                .param("name", program.name())
                .param("zone", program.zone().getId())
                .param("validMonths", program.validMonths())
                .param("restoreGraceDays", program.restoreGraceDays())
                .param("pointValue", program.worth().pointValueMinor())
                .param("redemptionRate", program.worth().redemptionRate())
                .update();
        jdbc.sql("""
                        INSERT INTO points_account (program, kind)
                        SELECT :program, kind FROM unnest(ARRAY['ISSUED', 'REDEEMED', 'BREAKAGE', 'ADJUSTED']) AS kind
                        ON CONFLICT DO NOTHING
                        """).param("program", program.code()).update();
    }
}
