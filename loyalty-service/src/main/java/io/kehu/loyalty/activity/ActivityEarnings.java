package io.kehu.loyalty.activity;

import io.kehu.loyalty.program.Program;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table {@code activity_earning}: what was earned by activities, and what was taken back of it. */
@Repository
class ActivityEarnings {

    private final JdbcClient jdbc;

    ActivityEarnings(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Something a member says to have done on a day. */
    record Claim(String activity, String member, String businessRef, LocalDate day) {}

    /**
     * What the member has earned before, under any of their numbers.
     *
     * @param same transaction of the very same earning; missing when there is none
     * @param today times on the claim's day
     * @param ever times
     * @param month points in the month of the claim's day
     */
    record Tally(@Nullable UUID same, long today, long ever, long month) {}

    /** An earning to be kept. */
    record Row(String activity, String number, String businessRef, UUID tx, long points, LocalDate day) {}

    /** An earning that was kept. */
    record Earned(String activity, String number, long points, long reversed) {

        long left() {
            return points - reversed;
        }
    }

    /** One for each claim, in their order; the members' accounts are locked. */
    List<Tally> tallies(Program program, List<Claim> claims) {
        return claims.isEmpty()
                ? List.of()
                : new ArrayList<>(jdbc.sql("""
                        SELECT c.today, c.ever, c.month, same.tx
                        FROM unnest(:activities, :members, :refs, :days) WITH ORDINALITY AS w (activity, member, ref, day, position)
                        CROSS JOIN LATERAL (
                            SELECT count(*) FILTER (WHERE e.day = w.day::date) AS today, count(*) AS ever,
                                coalesce(sum(e.points) FILTER (
                                    WHERE date_trunc('month', e.day) = date_trunc('month', w.day::date)), 0) AS month
                            FROM activity_earning e
                            WHERE e.program = :program AND e.activity = w.activity AND e.number = ANY (number_family(w.member))
                        ) AS c
                        LEFT JOIN LATERAL (
                            SELECT e.tx FROM activity_earning e
                            WHERE e.program = :program AND e.activity = w.activity AND e.number = ANY (number_family(w.member))
                                AND e.business_ref = w.ref
                            LIMIT 1
                        ) AS same ON true
                        ORDER BY w.position
                        """)
                        .param("program", program.code())
                        .param(
                                "activities",
                                claims.stream().map(Claim::activity).toArray(String[]::new))
                        .param("members", claims.stream().map(Claim::member).toArray(String[]::new))
                        .param("refs", claims.stream().map(Claim::businessRef).toArray(String[]::new))
                        .param(
                                "days",
                                claims.stream()
                                        .map(claim -> claim.day().toString())
                                        .toArray(String[]::new))
                        .query((row, index) -> new Tally(
                                row.getObject("tx", UUID.class),
                                row.getLong("today"),
                                row.getLong("ever"),
                                row.getLong("month")))
                        .list());
    }

    void insert(Program program, List<Row> rows) {
        if (rows.isEmpty()) {
            return;
        }
        jdbc.sql("""
                        INSERT INTO activity_earning (program, activity, number, business_ref, tx, points, day)
                        SELECT :program, activity, number, ref, tx, points, day::date
                        FROM unnest(:activities, :numbers, :refs, :txs, :points, :days)
                            AS new (activity, number, ref, tx, points, day)
                        """)
                .param("program", program.code())
                .param("activities", rows.stream().map(Row::activity).toArray(String[]::new))
                .param("numbers", rows.stream().map(Row::number).toArray(String[]::new))
                .param("refs", rows.stream().map(Row::businessRef).toArray(String[]::new))
                .param("txs", rows.stream().map(Row::tx).toArray(UUID[]::new))
                .param("points", rows.stream().mapToLong(Row::points).toArray())
                .param("days", rows.stream().map(row -> row.day().toString()).toArray(String[]::new))
                .update();
    }

    /** Locked until the end of the transaction. */
    Optional<Earned> lock(Program program, UUID tx) {
        return jdbc.sql("""
                        SELECT activity, number, points, reversed FROM activity_earning
                        WHERE tx = :tx AND program = :program FOR UPDATE
                        """)
                .param("tx", tx)
                .param("program", program.code())
                .query((row, index) -> new Earned(
                        row.getString("activity"),
                        row.getString("number"),
                        row.getLong("points"),
                        row.getLong("reversed")))
                .optional();
    }

    void addReversed(UUID tx, long points) {
        jdbc.sql("UPDATE activity_earning SET reversed = reversed + :points WHERE tx = :tx")
                .param("tx", tx)
                .param("points", points)
                .update();
    }
}
