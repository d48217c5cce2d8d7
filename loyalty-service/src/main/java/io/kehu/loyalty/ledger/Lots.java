package io.kehu.loyalty.ledger;

import io.kehu.starter.base.TimeOrderedIds;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The tables {@code points_lot} and {@code points_lot_use}: points that expire together, and what became of them. */
@Repository
class Lots {

    private final JdbcClient jdbc;

    Lots(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A way lots go: everything filed under a number, or under those merged into it, from one account to another. */
    record Way(String number, long from, long to) {}

    /** A lot that went. */
    record MovedLot(String number, UUID lot, long points, long held) {}

    /** The numbers that the lots of earnings are filed under, by earning. */
    Map<UUID, String> numbers(Collection<UUID> earnTxs) {
        Map<UUID, String> numbers = new HashMap<>();
        if (!earnTxs.isEmpty()) {
            jdbc.sql("SELECT earn_tx, number FROM points_lot WHERE earn_tx = ANY (:txs)")
                    .param("txs", earnTxs.stream().distinct().toArray(UUID[]::new))
                    .query(row -> {
                        numbers.put(row.getObject("earn_tx", UUID.class), row.getString("number"));
                    });
        }
        return numbers;
    }

    /** Each earning opens one. */
    void open(List<Ledger.Entry> earned) {
        if (earned.isEmpty()) {
            return;
        }
        List<Booking> bookings =
                earned.stream().map(entry -> entry.booked().booking()).toList();
        jdbc.sql("""
                        INSERT INTO points_lot
                            (id, account, number, earn_tx, initial, remaining, activates_at, expires_at, business_ref)
                        SELECT id, account, number, earn_tx, points, points, activates_at::timestamptz,
                            expires_at::timestamptz, ref
                        FROM unnest(:ids, :accounts, :numbers, :txs, :points, :activates, :expires, :refs)
                            AS new (id, account, number, earn_tx, points, activates_at, expires_at, ref)
                        """)
                .param(
                        "ids",
                        earned.stream().map(entry -> TimeOrderedIds.next()).toArray(UUID[]::new))
                .param(
                        "accounts",
                        earned.stream().mapToLong(Ledger.Entry::account).toArray())
                .param("numbers", bookings.stream().map(Booking::number).toArray(String[]::new))
                .param("txs", bookings.stream().map(Booking::id).toArray(UUID[]::new))
                .param("points", bookings.stream().mapToLong(Booking::points).toArray())
                .param(
                        "activates",
                        earned.stream()
                                .map(e -> e.booked().bookedAt().toString())
                                .toArray(String[]::new))
                .param(
                        "expires",
                        earned.stream()
                                .map(e -> String.valueOf(e.booked().expiresAt()))
                                .toArray(String[]::new))
                .param("refs", bookings.stream().map(Booking::businessRef).toArray(String[]::new))
                .update();
    }

    /**
     * A reversal takes from the very lot that its earning opened.
     *
     * @throws IllegalStateException when a lot has less left than that
     */
    void takeBack(List<Booking> reversals) {
        if (reversals.isEmpty()) {
            return;
        }
        Map<UUID, Long> taken = new LinkedHashMap<>();
        reversals.forEach(booking -> taken.merge(reversed(booking), -booking.points(), Long::sum));
        int touched = jdbc.sql("""
                        UPDATE points_lot l
                        SET remaining = remaining - taken.points,
                            state = CASE WHEN remaining = taken.points THEN 'REVERSED' ELSE state END
                        FROM unnest(:txs, :points) AS taken (tx, points)
                        WHERE l.earn_tx = taken.tx AND l.remaining - l.held >= taken.points
                        """)
                .param("txs", taken.keySet().toArray(UUID[]::new))
                .param(
                        "points",
                        taken.values().stream().mapToLong(Long::longValue).toArray())
                .update();
        if (touched != taken.size()) {
            throw new IllegalStateException("A lot has less left than is to be taken back");
        }
        jdbc.sql("""
                        INSERT INTO points_lot_use (tx, lot, points)
                        SELECT taken.tx, l.id, taken.points
                        FROM unnest(:txs, :earnTxs, :points) WITH ORDINALITY AS taken (tx, earn_tx, points, position)
                        JOIN points_lot l ON l.earn_tx = taken.earn_tx
                        ORDER BY taken.position
                        """)
                .param("txs", reversals.stream().map(Booking::id).toArray(UUID[]::new))
                .param("earnTxs", reversals.stream().map(Lots::reversed).toArray(UUID[]::new))
                .param(
                        "points",
                        reversals.stream()
                                .mapToLong(booking -> -booking.points())
                                .toArray())
                .update();
    }

    /** Moves lots with all they have, empty ones too: what they say of themselves stays. The accounts are locked. */
    List<MovedLot> move(List<Way> ways) {
        return jdbc.sql("""
                        UPDATE points_lot l SET account = filed.target
                        FROM (
                            SELECT way.number AS root, branch.number, way.source, way.target
                            FROM unnest(:numbers, :sources, :targets) AS way (number, source, target)
                            CROSS JOIN LATERAL unnest(number_branch(way.number)) AS branch (number)
                        ) AS filed
                        WHERE l.number = filed.number AND l.account = filed.source
                        RETURNING filed.root, l.id, l.remaining, l.held
                        """)
                .param("numbers", ways.stream().map(Way::number).toArray(String[]::new))
                .param("sources", ways.stream().mapToLong(Way::from).toArray())
                .param("targets", ways.stream().mapToLong(Way::to).toArray())
                .query((row, index) -> new MovedLot(
                        row.getString("root"),
                        row.getObject("id", UUID.class),
                        row.getLong("remaining"),
                        row.getLong("held")))
                .list();
    }

    private static UUID reversed(Booking reversal) {
        UUID earning = reversal.reverses();
        if (earning == null) {
            throw new IllegalArgumentException("A reversal names what it takes back");
        }
        return earning;
    }
}
