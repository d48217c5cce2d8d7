package io.kehu.customer.purchase;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The tables {@code purchase_key}, {@code purchase} and {@code purchase_line}. */
@Repository
class Purchases {

    private final JdbcClient jdbc;

    Purchases(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Natural key of a purchase. */
    record Key(Channel channel, String orderNo) {}

    /** Where a purchase is stored. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared as a whole.
    record Entry(UUID purchaseId, Instant occurredAt, byte[] contentHash) {

        boolean isSameAs(byte[] hash) {
            return Arrays.equals(contentHash, hash);
        }
    }

    /** A stored line and what is left of it. */
    record StoredLine(
            int lineNo,
            String product,
            String category,
            BigDecimal quantity,
            long amountMinor,
            BigDecimal refundedQuantity,
            long refundedMinor) {}

    /** A stored purchase. */
    record StoredPurchase(
            UUID id,
            String number,
            Channel channel,
            String orderNo,
            @Nullable String store,
            Instant occurredAt,
            String currency,
            long amountMinor) {}

    /** Takes natural keys, waiting for transactions that take the same ones. @return purchases that are new */
    Set<UUID> takeKeys(List<Purchase> purchases) {
        return new HashSet<>(jdbc.sql("""
                        INSERT INTO purchase_key (channel, order_no, purchase_id, occurred_at, content_hash)
                        SELECT channel, order_no, purchase_id, occurred_at::timestamptz, content_hash
                        FROM unnest(:channels, :orderNos, :ids, :ats, :hashes)
                            AS new (channel, order_no, purchase_id, occurred_at, content_hash)
                        ORDER BY channel, order_no
                        ON CONFLICT DO NOTHING
                        RETURNING purchase_id
                        """)
                .param(
                        "channels",
                        purchases.stream().map(p -> p.channel().name()).toArray(String[]::new))
                .param("orderNos", purchases.stream().map(Purchase::orderNo).toArray(String[]::new))
                .param("ids", purchases.stream().map(Purchase::id).toArray(UUID[]::new))
                .param(
                        "ats",
                        purchases.stream().map(p -> p.occurredAt().toString()).toArray(String[]::new))
                .param("hashes", purchases.stream().map(Purchase::contentHash).toArray(byte[][]::new))
                .query(UUID.class)
                .list());
    }

    Map<Key, Entry> find(List<Key> keys) {
        Map<Key, Entry> found = new HashMap<>();
        jdbc.sql("""
                        SELECT k.channel, k.order_no, k.purchase_id, k.occurred_at, k.content_hash
                        FROM unnest(:channels, :orderNos) AS wanted (channel, order_no)
                        JOIN purchase_key k USING (channel, order_no)
                        """)
                .param(
                        "channels",
                        keys.stream().map(key -> key.channel().name()).toArray(String[]::new))
                .param("orderNos", keys.stream().map(Key::orderNo).toArray(String[]::new))
                .query(row -> {
                    found.put(
                            new Key(Channel.valueOf(row.getString("channel")), row.getString("order_no")),
                            new Entry(
                                    row.getObject("purchase_id", UUID.class),
                                    row.getTimestamp("occurred_at").toInstant(),
                                    row.getBytes("content_hash")));
                });
        return found;
    }

    void insert(List<Purchase> purchases) {
        Set<LocalDate> months = new TreeSet<>();
        purchases.forEach(purchase -> months.add(
                LocalDate.ofInstant(purchase.occurredAt(), ZoneOffset.UTC).withDayOfMonth(1)));
        months.forEach(this::ensureMonth);
        jdbc.sql("""
                        INSERT INTO purchase (id, number, channel, order_no, store, occurred_at, currency, amount_minor)
                        SELECT id, number, channel, order_no, store, occurred_at::timestamptz, currency, amount_minor
                        FROM unnest(:ids, :numbers, :channels, :orderNos, :stores, :ats, :currencies, :amounts)
                            AS new (id, number, channel, order_no, store, occurred_at, currency, amount_minor)
                        """)
                .param("ids", purchases.stream().map(Purchase::id).toArray(UUID[]::new))
                .param("numbers", purchases.stream().map(Purchase::number).toArray(String[]::new))
                .param(
                        "channels",
                        purchases.stream().map(p -> p.channel().name()).toArray(String[]::new))
                .param("orderNos", purchases.stream().map(Purchase::orderNo).toArray(String[]::new))
                .param("stores", purchases.stream().map(Purchase::store).toArray(String[]::new))
                .param(
                        "ats",
                        purchases.stream().map(p -> p.occurredAt().toString()).toArray(String[]::new))
                .param("currencies", purchases.stream().map(Purchase::currency).toArray(String[]::new))
                .param(
                        "amounts",
                        purchases.stream().mapToLong(Purchase::amountMinor).toArray())
                .update();
        insertLines(purchases);
    }

    /** What is left of the lines of a purchase, locked until the end of the transaction. */
    List<StoredLine> lockLines(Entry entry) {
        return jdbc.sql("""
                        SELECT line_no, product, category, quantity, amount_minor, refunded_quantity, refunded_minor
                        FROM purchase_line
                        WHERE purchase_id = :id AND occurred_at = :at::timestamptz
                        ORDER BY line_no
                        FOR UPDATE
                        """)
                .param("id", entry.purchaseId())
                .param("at", entry.occurredAt().toString())
                .query((row, index) -> line(row))
                .list();
    }

    /** Lines of several purchases in one query. */
    Map<UUID, List<StoredLine>> lines(List<StoredPurchase> purchases) {
        Map<UUID, List<StoredLine>> lines = new HashMap<>();
        jdbc.sql("""
                        SELECT l.purchase_id, l.line_no, l.product, l.category, l.quantity, l.amount_minor,
                            l.refunded_quantity, l.refunded_minor
                        FROM unnest(:ids, :ats) AS wanted (id, at)
                        JOIN purchase_line l ON l.purchase_id = wanted.id AND l.occurred_at = wanted.at::timestamptz
                        ORDER BY l.purchase_id, l.line_no
                        """)
                .param("ids", purchases.stream().map(StoredPurchase::id).toArray(UUID[]::new))
                .param(
                        "ats",
                        purchases.stream().map(p -> p.occurredAt().toString()).toArray(String[]::new))
                .query(row -> {
                    lines.computeIfAbsent(row.getObject("purchase_id", UUID.class), id -> new ArrayList<>())
                            .add(line(row));
                });
        return lines;
    }

    void addRefunded(Entry entry, int lineNo, BigDecimal quantity, long amountMinor) {
        jdbc.sql("""
                        UPDATE purchase_line
                        SET refunded_quantity = refunded_quantity + :quantity, refunded_minor = refunded_minor + :amount
                        WHERE purchase_id = :id AND occurred_at = :at::timestamptz AND line_no = :lineNo
                        """)
                .param("quantity", quantity)
                .param("amount", amountMinor)
                .param("id", entry.purchaseId())
                .param("at", entry.occurredAt().toString())
                .param("lineNo", lineNo)
                .update();
    }

    Optional<StoredPurchase> find(Entry entry) {
        return jdbc.sql("""
                        SELECT id, number, channel, order_no, store, occurred_at, currency, amount_minor
                        FROM purchase WHERE id = :id AND occurred_at = :at::timestamptz
                        """)
                .param("id", entry.purchaseId())
                .param("at", entry.occurredAt().toString())
                .query((row, index) -> stored(row))
                .optional();
    }

    /** Whose purchase it is. */
    Optional<String> buyer(@Nullable Channel channel, @Nullable String orderNo) {
        return jdbc.sql("""
                        SELECT p.number FROM purchase_key k
                        JOIN purchase p ON p.id = k.purchase_id AND p.occurred_at = k.occurred_at
                        WHERE k.channel = :channel AND k.order_no = :orderNo
                        """)
                .param("channel", channel == null ? "" : channel.name())
                .param("orderNo", orderNo == null ? "" : orderNo.strip())
                .query(String.class)
                .optional();
    }

    /** Newest first, of a customer's every number. */
    List<StoredPurchase> page(String number, @Nullable Instant beforeAt, @Nullable UUID beforeId, int limit) {
        return jdbc.sql("""
                        SELECT id, number, channel, order_no, store, occurred_at, currency, amount_minor
                        FROM unnest(number_family(:number)) AS filed (under)
                        CROSS JOIN LATERAL (
                            SELECT * FROM purchase
                            WHERE number = filed.under
                                AND (:at::timestamptz IS NULL OR (occurred_at, id) < (:at::timestamptz, :id::uuid))
                            ORDER BY occurred_at DESC, id DESC LIMIT :limit
                        ) AS bought
                        ORDER BY occurred_at DESC, id DESC
                        LIMIT :limit
                        """)
                .param("number", number)
                .param("at", beforeAt == null ? null : beforeAt.toString())
                .param("id", beforeId == null ? null : beforeId.toString())
                .param("limit", limit)
                .query((row, index) -> stored(row))
                .list();
    }

    private static StoredPurchase stored(ResultSet row) throws SQLException {
        return new StoredPurchase(
                row.getObject("id", UUID.class),
                row.getString("number"),
                Channel.valueOf(row.getString("channel")),
                row.getString("order_no"),
                row.getString("store"),
                row.getTimestamp("occurred_at").toInstant(),
                row.getString("currency"),
                row.getLong("amount_minor"));
    }

    private static StoredLine line(ResultSet row) throws SQLException {
        return new StoredLine(
                row.getInt("line_no"),
                row.getString("product"),
                row.getString("category"),
                row.getBigDecimal("quantity"),
                row.getLong("amount_minor"),
                row.getBigDecimal("refunded_quantity"),
                row.getLong("refunded_minor"));
    }

    private void insertLines(List<Purchase> purchases) {
        List<UUID> ids = new ArrayList<>();
        List<String> ats = new ArrayList<>();
        List<Purchase.Line> lines = new ArrayList<>();
        for (Purchase purchase : purchases) {
            for (Purchase.Line line : purchase.lines()) {
                ids.add(purchase.id());
                ats.add(purchase.occurredAt().toString());
                lines.add(line);
            }
        }
        jdbc.sql("""
                        INSERT INTO purchase_line
                            (purchase_id, occurred_at, line_no, product, category, quantity, amount_minor)
                        SELECT id, occurred_at::timestamptz, line_no, product, category, quantity::numeric, amount_minor
                        FROM unnest(:ids, :ats, :lineNos, :products, :categories, :quantities, :amounts)
                            AS new (id, occurred_at, line_no, product, category, quantity, amount_minor)
                        """)
                .param("ids", ids.toArray(UUID[]::new))
                .param("ats", ats.toArray(String[]::new))
                .param("lineNos", lines.stream().mapToInt(Purchase.Line::lineNo).toArray())
                .param("products", lines.stream().map(Purchase.Line::product).toArray(String[]::new))
                .param("categories", lines.stream().map(Purchase.Line::category).toArray(String[]::new))
                .param(
                        "quantities",
                        lines.stream()
                                .map(line -> line.quantity().toPlainString())
                                .toArray(String[]::new))
                .param(
                        "amounts",
                        lines.stream().mapToLong(Purchase.Line::amountMinor).toArray())
                .update();
    }

    private void ensureMonth(LocalDate month) {
        jdbc.sql(
                        "SELECT ensure_month('purchase', :month::date)::text || ensure_month('purchase_line', :month::date)::text")
                .param("month", month.toString())
                .query(String.class)
                .list();
    }
}
