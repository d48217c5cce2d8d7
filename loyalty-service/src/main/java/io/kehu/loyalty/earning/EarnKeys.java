package io.kehu.loyalty.earning;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
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

    /** The purchase of a refund, locked until the end of the transaction; empty when it has not come yet. */
    Optional<Basis> lockBasis(UUID purchaseId) {
        return jdbc.sql("""
                        SELECT purchase_id, amount_minor, refunded_minor FROM earning_basis
                        WHERE purchase_id = :id FOR UPDATE
                        """)
                .param("id", purchaseId)
                .query((row, index) -> new Basis(
                        row.getObject("purchase_id", UUID.class),
                        row.getLong("amount_minor"),
                        row.getLong("refunded_minor")))
                .optional();
    }

    /** @return false when this refund was looked at before */
    boolean noteRefund(UUID refundId) {
        return jdbc.sql("INSERT INTO earning_refund (refund_id) VALUES (:id) ON CONFLICT DO NOTHING")
                        .param("id", refundId)
                        .update()
                == 1;
    }

    void addRefunded(UUID purchaseId, long amountMinor) {
        jdbc.sql("UPDATE earning_basis SET refunded_minor = refunded_minor + :amount WHERE purchase_id = :id")
                .param("amount", amountMinor)
                .param("id", purchaseId)
                .update();
    }

    List<Earned> earned(String program, String channel, String orderNo) {
        return jdbc.sql("""
                        SELECT rule, tx, points, reversed FROM earn_key
                        WHERE program = :program AND channel = :channel AND order_no = :orderNo ORDER BY rule
                        """)
                .param("program", program)
                .param("channel", channel)
                .param("orderNo", orderNo)
                .query((row, index) -> new Earned(
                        row.getString("rule"),
                        row.getObject("tx", UUID.class),
                        row.getLong("points"),
                        row.getLong("reversed")))
                .list();
    }

    void addReversed(UUID tx, long points) {
        jdbc.sql("UPDATE earn_key SET reversed = reversed + :points WHERE tx = :tx")
                .param("points", points)
                .param("tx", tx)
                .update();
    }
}
