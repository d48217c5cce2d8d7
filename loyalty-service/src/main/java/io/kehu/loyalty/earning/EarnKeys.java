package io.kehu.loyalty.earning;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The tables {@code earn_key}, {@code earning_basis} and {@code earning_refund}: what has earned, and what was taken back of it. */
@Repository
class EarnKeys {

    private final JdbcClient jdbc;

    EarnKeys(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** An order that earns by a rule. */
    record Key(String program, String channel, String orderNo, String rule, UUID tx, long points) {}

    /** An order of a channel. */
    record Order(String channel, String orderNo) {}

    /** What a purchase has earned by one rule, and how much of it is left. */
    record Earned(String rule, UUID tx, long points, long reversed) {}

    /** A purchase that was looked at. */
    record Basis(UUID purchaseId, long amountMinor, long refundedMinor) {}

    /** Takes natural keys; waits for others that take the same. @return transactions that may be booked */
    Set<UUID> take(List<Key> keys) {
        if (keys.isEmpty()) {
            return Set.of();
        }
        return new HashSet<>(jdbc.sql("""
                        INSERT INTO earn_key (program, channel, order_no, rule, tx, points)
                        SELECT program, channel, order_no, rule, tx, points
                        FROM unnest(:programs, :channels, :orderNos, :rules, :txs, :points)
                            AS new (program, channel, order_no, rule, tx, points)
                        ORDER BY program, channel, order_no, rule
                        ON CONFLICT DO NOTHING
                        RETURNING tx
                        """)
                .param("programs", keys.stream().map(Key::program).toArray(String[]::new))
                .param("channels", keys.stream().map(Key::channel).toArray(String[]::new))
                .param("orderNos", keys.stream().map(Key::orderNo).toArray(String[]::new))
                .param("rules", keys.stream().map(Key::rule).toArray(String[]::new))
                .param("txs", keys.stream().map(Key::tx).toArray(UUID[]::new))
                .param("points", keys.stream().mapToLong(Key::points).toArray())
                .query(UUID.class)
                .list());
    }

    void noteBasis(List<PurchaseRecorded> purchases) {
        jdbc.sql("""
                        INSERT INTO earning_basis (purchase_id, number, channel, order_no, amount_minor, occurred_at)
                        SELECT id, number, channel, order_no, amount, at::timestamptz
                        FROM unnest(:ids, :numbers, :channels, :orderNos, :amounts, :ats)
                            AS new (id, number, channel, order_no, amount, at)
                        ON CONFLICT DO NOTHING
                        """)
                .param(
                        "ids",
                        purchases.stream().map(PurchaseRecorded::purchaseId).toArray(UUID[]::new))
                .param(
                        "numbers",
                        purchases.stream().map(PurchaseRecorded::number).toArray(String[]::new))
                .param(
                        "channels",
                        purchases.stream().map(PurchaseRecorded::channel).toArray(String[]::new))
                .param(
                        "orderNos",
                        purchases.stream().map(PurchaseRecorded::orderNo).toArray(String[]::new))
                .param(
                        "amounts",
                        purchases.stream()
                                .mapToLong(PurchaseRecorded::amountMinor)
                                .toArray())
                .param(
                        "ats",
                        purchases.stream().map(p -> p.occurredAt().toString()).toArray(String[]::new))
                .update();
    }

    /** The purchases of refunds, locked in the order of their ids until the end of the transaction; without those that have not come. */
    Map<UUID, Basis> lockBases(Collection<UUID> purchaseIds) {
        Map<UUID, Basis> bases = new HashMap<>();
        jdbc.sql("""
                        SELECT purchase_id, amount_minor, refunded_minor FROM earning_basis
                        WHERE purchase_id = ANY (:ids) ORDER BY purchase_id FOR UPDATE
                        """)
                .param("ids", purchaseIds.stream().distinct().toArray(UUID[]::new))
                .query(row -> {
                    UUID id = row.getObject("purchase_id", UUID.class);
                    bases.put(id, new Basis(id, row.getLong("amount_minor"), row.getLong("refunded_minor")));
                });
        return bases;
    }

    /** @return those that were not looked at before */
    Set<UUID> noteRefunds(Collection<UUID> refundIds) {
        return new HashSet<>(jdbc.sql("""
                        INSERT INTO earning_refund (refund_id) SELECT id FROM unnest(:ids) AS id ORDER BY id
                        ON CONFLICT DO NOTHING RETURNING refund_id
                        """)
                .param("ids", refundIds.stream().distinct().toArray(UUID[]::new))
                .query(UUID.class)
                .list());
    }

    void addRefunded(Map<UUID, Long> amounts) {
        add("UPDATE earning_basis SET refunded_minor = refunded_minor + change.amount", "purchase_id", amounts);
    }

    void addReversed(Map<UUID, Long> points) {
        add("UPDATE earn_key SET reversed = reversed + change.amount", "tx", points);
    }

    private void add(String update, String key, Map<UUID, Long> amounts) {
        List<UUID> ids = List.copyOf(amounts.keySet());
        jdbc.sql(update + " FROM unnest(:ids, :amounts) AS change (id, amount) WHERE " + key + " = change.id")
                .param("ids", ids.toArray(UUID[]::new))
                .param("amounts", ids.stream().map(amounts::get).toArray(Long[]::new))
                .update();
    }

    /** What orders have earned, by rule. */
    Map<Order, List<Earned>> earned(String program, Collection<Order> orders) {
        Map<Order, List<Earned>> earned = new HashMap<>();
        List<Order> distinct = orders.stream().distinct().toList();
        jdbc.sql("""
                        SELECT k.channel, k.order_no, k.rule, k.tx, k.points, k.reversed
                        FROM unnest(:channels, :orderNos) AS wanted (channel, order_no)
                            JOIN earn_key k ON k.program = :program
                                AND k.channel = wanted.channel AND k.order_no = wanted.order_no
                        ORDER BY k.rule
                        """)
                .param("program", program)
                .param("channels", distinct.stream().map(Order::channel).toArray(String[]::new))
                .param("orderNos", distinct.stream().map(Order::orderNo).toArray(String[]::new))
                .query(row -> {
                    earned.computeIfAbsent(
                                    new Order(row.getString("channel"), row.getString("order_no")),
                                    order -> new ArrayList<>())
                            .add(new Earned(
                                    row.getString("rule"),
                                    row.getObject("tx", UUID.class),
                                    row.getLong("points"),
                                    row.getLong("reversed")));
                });
        return earned;
    }
}
