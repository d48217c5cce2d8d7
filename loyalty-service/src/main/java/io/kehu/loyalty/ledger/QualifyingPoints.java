package io.kehu.loyalty.ledger;

import io.kehu.loyalty.program.Program;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The table {@code qualifying_month}: what counts for tiers, by the month it was earned in. What is taken back is taken from the month of its
 * earning. Written with the bookings it comes from, whose accounts are locked.
 */
@Repository
public class QualifyingPoints {

    private final JdbcClient jdbc;

    QualifyingPoints(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A month of a number, in the order everybody writes them in. */
    private record Key(String number, LocalDate month) implements Comparable<Key> {

        @Override
        public int compareTo(Key other) {
            int byNumber = number.compareTo(other.number);
            return byNumber == 0 ? month.compareTo(other.month) : byNumber;
        }
    }

    void add(Program program, Sheet sheet) {
        Map<Key, Long> points = new TreeMap<>();
        for (Booking booking : sheet.bookings()) {
            if (booking.type() == TxType.EARN) {
                points.merge(new Key(booking.number(), month(program, sheet.now())), booking.points(), Long::sum);
            } else if (booking.type() == TxType.REVERSE_EARN) {
                OpenLot lot = sheet.lotOf(booking.reverses());
                points.merge(new Key(lot.number(), month(program, lot.openedAt())), booking.points(), Long::sum);
            }
        }
        points.values().removeIf(sum -> sum == 0);
        if (!points.isEmpty()) {
            write(program, points);
        }
    }

    private void write(Program program, Map<Key, Long> points) {
        List<Key> keys = new ArrayList<>(points.keySet());
        String[] numbers = keys.stream().map(Key::number).toArray(String[]::new);
        String[] months = keys.stream().map(key -> key.month().toString()).toArray(String[]::new);
        jdbc.sql("""
                        INSERT INTO qualifying_month (program, number, month, points)
                        SELECT :program, number, month::date, 0 FROM unnest(:numbers, :months) AS new (number, month)
                        ON CONFLICT DO NOTHING
                        """)
                .param("program", program.code())
                .param("numbers", numbers)
                .param("months", months)
                .update();
        jdbc.sql("""
                        UPDATE qualifying_month q SET points = q.points + new.points
                        FROM unnest(:numbers, :months, :points) AS new (number, month, points)
                        WHERE q.program = :program AND q.number = new.number AND q.month = new.month::date
                        """)
                .param("program", program.code())
                .param("numbers", numbers)
                .param("months", months)
                .param("points", keys.stream().mapToLong(points::get).toArray())
                .update();
    }

    /**
     * What counts for each member in a period, under all of their numbers.
     *
     * @param first first day of the first month
     * @param last any day of the last month
     */
    public Map<String, Long> of(String program, Collection<String> members, LocalDate first, LocalDate last) {
        Map<String, Long> sums = new HashMap<>();
        jdbc.sql("""
                        WITH RECURSIVE family (number, member) AS (
                            SELECT member, member FROM unnest(:members) AS m (member)
                            UNION ALL
                            SELECT n.number, f.member FROM family f JOIN merged_number n ON n.living_into = f.number
                        )
                        SELECT f.member, sum(q.points) AS points
                        FROM family f JOIN qualifying_month q ON q.program = :program AND q.number = f.number
                            AND q.month BETWEEN :first::date AND :last::date
                        GROUP BY f.member
                        """)
                .param("program", program)
                .param("members", members.stream().distinct().toArray(String[]::new))
                .param("first", first.toString())
                .param("last", last.toString())
                .query(row -> {
                    sums.put(row.getString("member"), row.getLong("points"));
                });
        return sums;
    }

    private static LocalDate month(Program program, Instant at) {
        return at.atZone(program.zone()).toLocalDate().withDayOfMonth(1);
    }
}
