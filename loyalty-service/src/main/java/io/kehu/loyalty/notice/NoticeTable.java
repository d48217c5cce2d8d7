package io.kehu.loyalty.notice;

import io.kehu.loyalty.program.Program;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The tables {@code expiry_notice} and {@code expiry_notice_walk}. */
@Repository
class NoticeTable {

    private final JdbcClient jdbc;

    NoticeTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * How far a day's look has come.
     *
     * @param day it was begun
     * @param lastAccount the last one looked at
     */
    record Walk(LocalDate day, long lastAccount, boolean done) {}

    /** A member with points that expire in a month and that were not told of yet. */
    record Due(String number, long points, Instant firstExpiry, long balance) {}

    /** The walk of a month; before the first one none has been taken. */
    Walk walk(Program program, YearMonth month) {
        return jdbc.sql(
                        "SELECT day, last_account, done FROM expiry_notice_walk WHERE program = :program AND month = :month::date")
                .param("program", program.code())
                .param("month", month.atDay(1).toString())
                .query((row, index) -> new Walk(
                        row.getObject("day", LocalDate.class), row.getLong("last_account"), row.getBoolean("done")))
                .optional()
                .orElseGet(() -> new Walk(LocalDate.MIN, 0, true));
    }

    void write(Program program, YearMonth month, Walk walk) {
        jdbc.sql("""
                        INSERT INTO expiry_notice_walk (program, month, day, last_account, done)
                        VALUES (:program, :month::date, :day::date, :lastAccount, :done)
                        ON CONFLICT (program, month) DO UPDATE
                            SET day = excluded.day, last_account = excluded.last_account, done = excluded.done
                        """)
                .param("program", program.code())
                .param("month", month.atDay(1).toString())
                .param("day", walk.day().toString())
                .param("lastAccount", walk.lastAccount())
                .param("done", walk.done())
                .update();
    }

    /** The last of the next so many accounts; missing when there are fewer. */
    @Nullable
    Long stretch(Program program, long after, int accounts) {
        return jdbc.sql("""
                        SELECT id FROM points_account WHERE program = :program AND kind = 'MEMBER' AND id > :after
                        ORDER BY id OFFSET :more LIMIT 1
                        """)
                .param("program", program.code())
                .param("after", after)
                .param("more", accounts - 1)
                .query(Long.class)
                .optional()
                .orElse(null);
    }

    /** Of a stretch of accounts, those that are to be told. */
    List<Due> due(Program program, YearMonth month, Instant now, long after, @Nullable Long last) {
        return jdbc.sql("""
                        SELECT a.number, a.posted, l.points, l.first
                        FROM points_account a
                        CROSS JOIN LATERAL (
                            SELECT sum(remaining) AS points, min(expires_at) AS first FROM points_lot
                            WHERE account = a.id AND state = 'ACTIVE' AND expires_at > :from::timestamptz AND expires_at <= :to::timestamptz
                        ) AS l
                        WHERE a.program = :program AND a.kind = 'MEMBER' AND a.id > :after AND (:last::bigint IS NULL OR a.id <= :last)
                            AND l.points > 0
                            AND NOT EXISTS (SELECT FROM expiry_notice n
                                WHERE n.program = :program AND n.number = a.number AND n.month = :month::date)
                        ORDER BY a.id
                        """)
                .param("program", program.code())
                .param("month", month.atDay(1).toString())
                .param("from", later(now, begin(program, month)).toString())
                .param("to", begin(program, month.plusMonths(1)).toString())
                .param("after", after)
                .param("last", last)
                .query((row, index) -> new Due(
                        row.getString("number"),
                        row.getLong("points"),
                        row.getTimestamp("first").toInstant(),
                        row.getLong("posted")))
                .list();
    }

    private static Instant begin(Program program, YearMonth month) {
        return month.atDay(1).atStartOfDay(program.zone()).toInstant();
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    void insert(Program program, List<ExpiryNotice> notices) {
        jdbc.sql("""
                        INSERT INTO expiry_notice (id, program, number, month, points, last_day, told_at)
                        SELECT id, :program, number, month::date, points, last_day::date, told_at::timestamptz
                        FROM unnest(:ids, :numbers, :months, :points, :lastDays, :toldAts)
                            AS new (id, number, month, points, last_day, told_at)
                        """)
                .param("program", program.code())
                .param("ids", notices.stream().map(ExpiryNotice::id).toArray(UUID[]::new))
                .param("numbers", notices.stream().map(ExpiryNotice::number).toArray(String[]::new))
                .param(
                        "months",
                        notices.stream()
                                .map(notice -> notice.month().atDay(1).toString())
                                .toArray(String[]::new))
                .param(
                        "points",
                        notices.stream().mapToLong(ExpiryNotice::points).toArray())
                .param(
                        "lastDays",
                        notices.stream()
                                .map(notice -> notice.lastDay().toString())
                                .toArray(String[]::new))
                .param(
                        "toldAts",
                        notices.stream()
                                .map(notice -> notice.toldAt().toString())
                                .toArray(String[]::new))
                .update();
    }

    /** What became of messages; a failure that comes after the success, or is told again, changes nothing. */
    void answer(List<UUID> ids, ExpiryNotice.State state, List<@Nullable String> reasons, Instant now) {
        jdbc.sql("""
                        UPDATE expiry_notice n
                        SET state = :state, reason = answer.reason, answered_at = :now::timestamptz
                        FROM (
                            SELECT DISTINCT ON (id) id, reason FROM unnest(:ids, :reasons) AS told (id, reason) ORDER BY id
                        ) AS answer
                        WHERE n.id = answer.id AND n.state <> 'SENT' AND n.state <> :state
                        """)
                .param("state", state.name())
                .param("ids", ids.toArray(UUID[]::new))
                .param("reasons", reasons.toArray(String[]::new))
                .param("now", now.toString())
                .update();
    }

    /** Of all numbers of a customer, newest month first. */
    List<ExpiryNotice> list(String program, List<String> numbers, @Nullable UUID after, int limit) {
        return jdbc.sql("""
                        SELECT id, number, month, points, last_day, state, reason, told_at, answered_at
                        FROM expiry_notice
                        WHERE program = :program AND number = ANY (:numbers)
                            AND (:after::uuid IS NULL OR (month, id) < (SELECT month, id FROM expiry_notice WHERE id = :after::uuid))
                        ORDER BY month DESC, id DESC
                        LIMIT :limit
                        """)
                .param("program", program)
                .param("numbers", numbers.toArray(String[]::new))
                .param("after", after == null ? null : after.toString())
                .param("limit", limit)
                .query((row, index) -> notice(row))
                .list();
    }

    private static ExpiryNotice notice(ResultSet row) throws SQLException {
        Timestamp answeredAt = row.getTimestamp("answered_at");
        return new ExpiryNotice(
                row.getObject("id", UUID.class),
                row.getString("number"),
                YearMonth.from(row.getObject("month", LocalDate.class)),
                row.getLong("points"),
                row.getObject("last_day", LocalDate.class),
                ExpiryNotice.State.valueOf(row.getString("state")),
                row.getString("reason"),
                row.getTimestamp("told_at").toInstant(),
                answeredAt == null ? null : answeredAt.toInstant());
    }
}
