package io.kehu.loyalty.earning;

import io.kehu.loyalty.program.Program;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** The tables {@code earn_key}, {@code earning_basis} and {@code earning_refund}: what has earned, and what was taken back of it. */
@Repository
class EarnKeys {

    private final JdbcClient jdbc;
    private final JsonMapper mapper;

    EarnKeys(JdbcClient jdbc, JsonMapper mapper) {
        this.jdbc = jdbc;
        this.mapper = mapper;
    }

    /**
     * An order that earns by a rule.
     *
     * @param number customer number it came under
     * @param day of the programme's calendar
     */
    record Key(
            String program,
            String channel,
            String orderNo,
            String rule,
            UUID tx,
            long points,
            String number,
            LocalDate day) {

        static Key of(Program program, Occasion occasion, Grant grant, UUID tx) {
            PurchaseRecorded purchase = occasion.purchase();
            return new Key(
                    program.code(),
                    purchase.channel(),
                    purchase.orderNo(),
                    grant.rule().code(),
                    tx,
                    grant.points(),
                    purchase.number(),
                    occasion.day());
        }
    }

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
                        INSERT INTO earn_key (program, channel, order_no, rule, tx, points, number, day)
                        SELECT program, channel, order_no, rule, tx, points, number, day::date
                        FROM unnest(:programs, :channels, :orderNos, :rules, :txs, :points, :numbers, :days)
                            AS new (program, channel, order_no, rule, tx, points, number, day)
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
                .param("numbers", keys.stream().map(Key::number).toArray(String[]::new))
                .param("days", keys.stream().map(key -> key.day().toString()).toArray(String[]::new))
                .query(UUID.class)
                .list());
    }

    /** What rules could read of purchases is kept with them. @return those that were not looked at before; waits for others that look */
    Set<UUID> noteBasis(Collection<PurchaseRecorded> purchases) {
        return new HashSet<>(jdbc.sql("""
                        INSERT INTO earning_basis (purchase_id, number, channel, order_no, amount_minor, occurred_at, store, currency, birthday, lines)
                        SELECT id, number, channel, order_no, amount, at::timestamptz, store, currency, birthday, lines::jsonb
                        FROM unnest(:ids, :numbers, :channels, :orderNos, :amounts, :ats, :stores, :currencies, :birthdays, :lines)
                            AS new (id, number, channel, order_no, amount, at, store, currency, birthday, lines)
                        ORDER BY id
                        ON CONFLICT DO NOTHING
                        RETURNING purchase_id
                        """)
                .param("ids", values(purchases, PurchaseRecorded::purchaseId, UUID[]::new))
                .param("numbers", values(purchases, PurchaseRecorded::number, String[]::new))
                .param("channels", values(purchases, PurchaseRecorded::channel, String[]::new))
                .param("orderNos", values(purchases, PurchaseRecorded::orderNo, String[]::new))
                .param("amounts", values(purchases, PurchaseRecorded::amountMinor, Long[]::new))
                .param("ats", values(purchases, p -> p.occurredAt().toString(), String[]::new))
                .param("stores", values(purchases, PurchaseRecorded::store, String[]::new))
                .param("currencies", values(purchases, PurchaseRecorded::currency, String[]::new))
                .param("birthdays", values(purchases, PurchaseRecorded::birthday, String[]::new))
                .param("lines", values(purchases, p -> mapper.writeValueAsString(p.lines()), String[]::new))
                .query(UUID.class)
                .list());
    }

    private static <T, A> A[] values(
            Collection<T> rows, Function<T, ? extends @Nullable Object> value, IntFunction<A[]> array) {
        return rows.stream().map(value).toArray(array);
    }

    /** What members have earned by rules in the given times, less what was taken back, under all of their numbers. */
    Map<CapRoom.Key, Long> earned(String program, Set<CapRoom.Key> wanted) {
        Map<CapRoom.Key, Long> earned = new HashMap<>();
        jdbc.sql("""
                        WITH RECURSIVE family (number, member) AS (
                            SELECT DISTINCT member, member FROM unnest(:members) AS m (member)
                            UNION ALL
                            SELECT n.number, f.member FROM family f JOIN merged_number n ON n.living_into = f.number
                        )
                        SELECT w.member, w.rule, w.first, w.last, sum(k.points - k.reversed) AS points
                        FROM unnest(:members, :rules, :firsts, :lasts) AS w (member, rule, first, last)
                            JOIN family f ON f.member = w.member
                            JOIN earn_key k ON k.program = :program AND k.rule = w.rule AND k.number = f.number
                                AND k.day BETWEEN w.first::date AND w.last::date
                        GROUP BY w.member, w.rule, w.first, w.last
                        """)
                .param("program", program)
                .param("members", values(wanted, CapRoom.Key::member, String[]::new))
                .param("rules", values(wanted, CapRoom.Key::rule, String[]::new))
                .param("firsts", values(wanted, key -> key.first().toString(), String[]::new))
                .param("lasts", values(wanted, key -> key.last().toString(), String[]::new))
                .query(row -> {
                    earned.put(
                            new CapRoom.Key(
                                    row.getString("member"),
                                    row.getString("rule"),
                                    LocalDate.parse(row.getString("first")),
                                    LocalDate.parse(row.getString("last"))),
                            row.getLong("points"));
                });
        return earned;
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
