package io.kehu.loyalty.report;

import io.kehu.loyalty.program.Program;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The tables {@code liability_close} and {@code liability_close_line}. */
@Repository
class LiabilityCloseTable {

    private static final String SELECT =
            "SELECT id, program, month, state, point_value_minor, redemption_rate, ledger_points, owed, proposed_by, proposed_at,"
                    + " decided_by, decided_at, previous_hash, hash FROM liability_close WHERE program = :program ";

    private final JdbcClient jdbc;

    LiabilityCloseTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Nobody else proposes or decides in the programme until the transaction ends. */
    void lock(String program) {
        jdbc.sql("SELECT pg_advisory_xact_lock(hashtextextended('kehu.loyalty.liability-close.' || :program, 0))::text")
                .param("program", program)
                .query(String.class)
                .single();
    }

    void insert(LiabilityClose close) {
        jdbc.sql("""
                        INSERT INTO liability_close (id, program, month, point_value_minor, redemption_rate, ledger_points, owed, proposed_by, proposed_at)
                        VALUES (:id, :program, :month::date, :pointValue, :redemptionRate, :ledgerPoints, :owed, :by, :at::timestamptz)
                        """)
                .param("id", close.id())
                .param("program", close.program())
                .param("month", day(close.month()))
                .param("pointValue", close.worth().pointValueMinor())
                .param("redemptionRate", close.worth().redemptionRate())
                .param("ledgerPoints", close.ledgerPoints())
                .param("owed", close.owed())
                .param("by", close.proposedBy())
                .param("at", close.proposedAt().toString())
                .update();
        insertLines(close.id(), close.months());
    }

    private void insertLines(UUID close, List<LiabilityMonth> lines) {
        jdbc.sql("""
                        INSERT INTO liability_close_line (close, earned_in, opening, issued, imported, redeemed, expired, reversed, repaid, adjusted,
                            closing, sales_minor, deferred_minor, liability_minor)
                        SELECT :close, (month || '-01')::date, opening, issued, imported, redeemed, expired, reversed, repaid, adjusted, closing,
                            sales, deferred, liability
                        FROM unnest(:months, :opening, :issued, :imported, :redeemed, :expired, :reversed, :repaid, :adjusted, :closing,
                                :sales, :deferred, :liability)
                            AS new (month, opening, issued, imported, redeemed, expired, reversed, repaid, adjusted, closing,
                                sales, deferred, liability)
                        """)
                .param("close", close)
                .param("months", lines.stream().map(LiabilityMonth::month).toArray(String[]::new))
                .param("opening", column(lines, LiabilityMonth::opening))
                .param("issued", column(lines, LiabilityMonth::issued))
                .param("imported", column(lines, LiabilityMonth::imported))
                .param("redeemed", column(lines, LiabilityMonth::redeemed))
                .param("expired", column(lines, LiabilityMonth::expired))
                .param("reversed", column(lines, LiabilityMonth::reversed))
                .param("repaid", column(lines, LiabilityMonth::repaid))
                .param("adjusted", column(lines, LiabilityMonth::adjusted))
                .param("closing", column(lines, LiabilityMonth::closing))
                .param("sales", column(lines, LiabilityMonth::salesMinor))
                .param("deferred", column(lines, LiabilityMonth::deferredMinor))
                .param("liability", column(lines, LiabilityMonth::liabilityMinor))
                .update();
    }

    /** One conditional statement decides; the database refuses who proposed it, and works the hash out. @return false when it is decided already */
    boolean decide(UUID id, LiabilityClose.State state, String by, Instant at) {
        return jdbc.sql("""
                        UPDATE liability_close SET state = :state, decided_by = :by, decided_at = :at::timestamptz
                        WHERE id = :id AND state = 'PROPOSED'
                        """)
                        .param("id", id)
                        .param("state", state.name())
                        .param("by", by)
                        .param("at", at.toString())
                        .update()
                == 1;
    }

    /** The last month that is signed. */
    Optional<LiabilityClose> lastSigned(Program program) {
        return one(program.code(), null, "AND state = 'SIGNED' ORDER BY month DESC LIMIT 1");
    }

    Optional<LiabilityClose> signed(Program program, YearMonth month) {
        return one(program.code(), month, "AND state = 'SIGNED' AND month = :month::date");
    }

    Optional<LiabilityClose> waiting(Program program) {
        return one(program.code(), null, "AND state = 'PROPOSED'");
    }

    /** The last one that was proposed for a month. */
    Optional<LiabilityClose> find(String program, YearMonth month) {
        return one(program, month, "AND month = :month::date ORDER BY id DESC LIMIT 1");
    }

    /** Newest first. */
    List<LiabilityClose> list(String program, @Nullable UUID before, int limit) {
        return withLines(
                jdbc.sql(SELECT + "AND (:before::uuid IS NULL OR id < :before::uuid) ORDER BY id DESC LIMIT :limit")
                        .param("program", program)
                        .param("before", before == null ? null : before.toString())
                        .param("limit", limit)
                        .query((row, index) -> close(row))
                        .list());
    }

    private Optional<LiabilityClose> one(String program, @Nullable YearMonth month, String which) {
        return withLines(jdbc.sql(SELECT + which)
                        .param("program", program)
                        .param("month", month == null ? null : day(month))
                        .query((row, index) -> close(row))
                        .list())
                .stream()
                .findFirst();
    }

    private List<LiabilityClose> withLines(List<LiabilityClose> closes) {
        Map<UUID, List<LiabilityMonth>> lines = new HashMap<>();
        jdbc.sql("SELECT * FROM liability_close_line WHERE close = ANY (:closes) ORDER BY close, earned_in")
                .param("closes", closes.stream().map(LiabilityClose::id).toArray(UUID[]::new))
                .query(row -> {
                    lines.computeIfAbsent(row.getObject("close", UUID.class), close -> new ArrayList<>())
                            .add(line(row));
                });
        return closes.stream()
                .map(close -> close.with(lines.getOrDefault(close.id(), List.of())))
                .toList();
    }

    private static LiabilityClose close(ResultSet row) throws SQLException {
        Timestamp decidedAt = row.getTimestamp("decided_at");
        return new LiabilityClose(
                row.getObject("id", UUID.class),
                row.getString("program"),
                YearMonth.from(row.getObject("month", LocalDate.class)),
                LiabilityClose.State.valueOf(row.getString("state")),
                new Program.Worth(
                        row.getBigDecimal("point_value_minor").stripTrailingZeros(),
                        row.getBigDecimal("redemption_rate").stripTrailingZeros()),
                List.of(),
                row.getLong("ledger_points"),
                row.getLong("owed"),
                row.getString("proposed_by"),
                row.getTimestamp("proposed_at").toInstant(),
                row.getString("decided_by"),
                decidedAt == null ? null : decidedAt.toInstant(),
                row.getString("previous_hash"),
                row.getString("hash"));
    }

    private static LiabilityMonth line(ResultSet row) throws SQLException {
        return new LiabilityMonth(
                YearMonth.from(row.getObject("earned_in", LocalDate.class)).toString(),
                row.getLong("opening"),
                row.getLong("issued"),
                row.getLong("imported"),
                row.getLong("redeemed"),
                row.getLong("expired"),
                row.getLong("reversed"),
                row.getLong("repaid"),
                row.getLong("adjusted"),
                row.getLong("closing"),
                row.getLong("sales_minor"),
                row.getLong("deferred_minor"),
                row.getLong("liability_minor"));
    }

    private static long[] column(List<LiabilityMonth> lines, ToLongFunction<LiabilityMonth> value) {
        return lines.stream().mapToLong(value).toArray();
    }

    private static String day(YearMonth month) {
        return month.atDay(1).toString();
    }
}
