package io.kehu.loyalty.program;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table {@code program}, together with the accounts each programme needs. */
@Repository
public class Programs {

    private static final String COLUMNS =
            "code, name, zone, valid_months, restore_grace_days, point_value_minor, redemption_rate,"
                    + " notice_days, notice_grace_days, pending_days";

    private final JdbcClient jdbc;

    Programs(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public List<Program> all() {
        return jdbc.sql("SELECT " + COLUMNS + " FROM program ORDER BY code")
                .query((row, index) -> program(row))
                .list();
    }

    public Optional<Program> find(String code) {
        return all().stream().filter(program -> program.code().equals(code)).findFirst();
    }

    /** A programme, and how often it was changed. */
    record Versioned(Program program, long version) {}

    /** As it is in the table, locked until the end of the transaction. */
    Optional<Versioned> lock(String code) {
        return versioned(code, " FOR UPDATE");
    }

    Optional<Versioned> versioned(String code) {
        return versioned(code, "");
    }

    private Optional<Versioned> versioned(String code, String locking) {
        return jdbc.sql("SELECT " + COLUMNS + ", version FROM program WHERE code = :code" + locking)
                .param("code", code)
                .query((row, index) -> new Versioned(program(row), row.getLong("version")))
                .optional();
    }

    /** Whether the database reckons with this zone as well. */
    boolean knowsZone(String zone) {
        return jdbc.sql("SELECT EXISTS (SELECT FROM pg_timezone_names WHERE name = :zone)")
                .param("zone", zone)
                .query(Boolean.class)
                .single();
    }

    /** A locked one; code and zone stay. */
    void change(Program program) {
        jdbc.sql("""
                        UPDATE program SET name = :name, valid_months = :validMonths, restore_grace_days = :restoreGraceDays,
                            point_value_minor = :pointValue, redemption_rate = :redemptionRate, notice_days = :noticeDays,
                            notice_grace_days = :noticeGraceDays, pending_days = :pendingDays, version = version + 1
                        WHERE code = :code
                        """)
                .param("code", program.code())
                .param("name", program.name())
                .param("validMonths", program.validMonths())
                .param("restoreGraceDays", program.restoreGraceDays())
                .param("pointValue", program.worth().pointValueMinor())
                .param("redemptionRate", program.worth().redemptionRate())
                .param("noticeDays", noticeDays(program.notice()))
                .param("noticeGraceDays", noticeGraceDays(program.notice()))
                .param("pendingDays", program.pendingDays())
                .update();
    }

    /** Does nothing when it exists. @return whether it is new */
    boolean define(Program program) {
        boolean isNew = jdbc.sql("""
                        INSERT INTO program (code, name, zone, valid_months, restore_grace_days, point_value_minor, redemption_rate,
                            notice_days, notice_grace_days, pending_days)
                        VALUES (:code, :name, :zone, :validMonths, :restoreGraceDays, :pointValue, :redemptionRate,
                            :noticeDays, :noticeGraceDays, :pendingDays)
                        ON CONFLICT (code) DO NOTHING
                        """)
                        .param("code", program.code())
                        .param("name", program.name())
                        .param("zone", program.zone().getId())
                        .param("validMonths", program.validMonths())
                        .param("restoreGraceDays", program.restoreGraceDays())
                        .param("pointValue", program.worth().pointValueMinor())
                        .param("redemptionRate", program.worth().redemptionRate())
                        .param("noticeDays", noticeDays(program.notice()))
                        .param("noticeGraceDays", noticeGraceDays(program.notice()))
                        .param("pendingDays", program.pendingDays())
                        .update()
                == 1;
        jdbc.sql("""
                        INSERT INTO points_account (program, kind)
                        SELECT :program, kind FROM unnest(ARRAY['ISSUED', 'REDEEMED', 'BREAKAGE', 'ADJUSTED', 'IMPORTED']) AS kind
                        ON CONFLICT DO NOTHING
                        """).param("program", program.code()).update();
        return isNew;
    }

    private static @Nullable Integer noticeDays(Program.@Nullable Notice notice) {
        return notice == null ? null : notice.days();
    }

    private static @Nullable Integer noticeGraceDays(Program.@Nullable Notice notice) {
        return notice == null ? null : notice.graceDays();
    }

    private static Program program(ResultSet row) throws SQLException {
        Integer noticeDays = row.getObject("notice_days", Integer.class);
        return new Program(
                row.getString("code"),
                row.getString("name"),
                ZoneId.of(row.getString("zone")),
                row.getInt("valid_months"),
                row.getInt("restore_grace_days"),
                row.getInt("pending_days"),
                new Program.Worth(
                        row.getBigDecimal("point_value_minor").stripTrailingZeros(),
                        row.getBigDecimal("redemption_rate").stripTrailingZeros()),
                noticeDays == null ? null : new Program.Notice(noticeDays, row.getInt("notice_grace_days")));
    }
}
