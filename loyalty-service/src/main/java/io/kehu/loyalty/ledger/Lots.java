package io.kehu.loyalty.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The tables {@code points_lot} and {@code points_lot_use}: points that expire together, and what became of them. */
@Repository
class Lots {

    private static final String COLUMNS =
            "l.id, l.account, l.number, l.earn_tx, l.initial, l.business_ref, l.activates_at, l.earned_at, l.pending_until, l.state,"
                    + " l.expires_at, l.remaining, l.held";
    private static final int FIRST_LOOK = 4;
    private static final int WIDER = 16;

    private final JdbcClient jdbc;

    Lots(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A way lots go: everything filed under a number, or under those merged into it, from one account to another. */
    record Way(String number, long from, long to) {}

    /** A lot that went. */
    record MovedLot(String number, UUID lot, long points, long held) {}

    /**
     * What a transaction takes from a lot, or gives back to it.
     *
     * @param points negative when given back
     * @param reverses the transaction that had taken what is given back
     */
    record Use(UUID tx, UUID lot, long points, @Nullable UUID reverses) {}

    /** What is left to be given back of what a transaction took from a lot. */
    record Restorable(UUID lot, String number, long points) {}

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

    /** By the earnings that opened them; their accounts are locked. */
    List<OpenLot> ofEarnings(Collection<UUID> earnTxs) {
        return earnTxs.isEmpty()
                ? List.of()
                : jdbc.sql("SELECT " + COLUMNS + " FROM points_lot l WHERE l.earn_tx = ANY (:txs)")
                        .param("txs", earnTxs.stream().distinct().toArray(UUID[]::new))
                        .query((row, index) -> lot(row))
                        .list();
    }

    /** By their ids; their accounts are locked, or are looked for. */
    List<OpenLot> byIds(Collection<UUID> ids) {
        return ids.isEmpty()
                ? List.of()
                : jdbc.sql("SELECT " + COLUMNS + " FROM points_lot l WHERE l.id = ANY (:ids)")
                        .param("ids", ids.stream().distinct().toArray(UUID[]::new))
                        .query((row, index) -> lot(row))
                        .list();
    }

    /** The lots that are spent first, enough for what each account is asked for, where it has that much. */
    List<OpenLot> spentFirst(Map<Long, Long> wanted, Instant now) {
        List<OpenLot> enough = new ArrayList<>();
        Map<Long, Long> missing = new HashMap<>(wanted);
        for (int limit = FIRST_LOOK; !missing.isEmpty(); limit *= WIDER) {
            Map<Long, List<OpenLot>> found = new HashMap<>();
            for (OpenLot lot : spentFirst(missing.keySet(), now, limit)) {
                found.computeIfAbsent(lot.account(), account -> new ArrayList<>())
                        .add(lot);
            }
            for (Map.Entry<Long, Long> want : List.copyOf(missing.entrySet())) {
                List<OpenLot> lots = found.getOrDefault(want.getKey(), List.of());
                if (lots.size() < limit
                        || lots.stream().mapToLong(OpenLot::free).sum() >= want.getValue()) {
                    enough.addAll(lots);
                    missing.remove(want.getKey());
                }
            }
        }
        return enough;
    }

    private List<OpenLot> spentFirst(Collection<Long> accounts, Instant now, int limit) {
        return jdbc.sql("SELECT " + COLUMNS + """
                         FROM unnest(:accounts) AS a (id)
                        CROSS JOIN LATERAL (
                            SELECT * FROM points_lot
                            WHERE account = a.id AND state = 'ACTIVE' AND (expires_at IS NULL OR expires_at > :now::timestamptz)
                            ORDER BY expires_at NULLS LAST, id
                            LIMIT :limit
                        ) AS l
                        """)
                .param("accounts", accounts.toArray(Long[]::new))
                .param("now", now.toString())
                .param("limit", limit)
                .query((row, index) -> lot(row))
                .list();
    }

    /**
     * Free points that cannot be spent.
     *
     * @param over past their expiry, which is not booked yet
     * @param pending waiting
     */
    record Unspendable(long over, long pending) {

        static final Unspendable NONE = new Unspendable(0, 0);
    }

    /** By account, where there are any. */
    Map<Long, Unspendable> unspendable(Collection<Long> accounts, Instant now) {
        Map<Long, Unspendable> unspendable = new HashMap<>();
        jdbc.sql("""
                        SELECT account, sum(over) AS over, sum(pending) AS pending FROM (
                            SELECT account, remaining - held AS over, 0 AS pending FROM points_lot
                            WHERE account = ANY (:accounts) AND state = 'ACTIVE' AND expires_at <= :now::timestamptz
                            UNION ALL
                            SELECT account, 0, remaining FROM points_lot WHERE account = ANY (:accounts) AND state = 'PENDING'
                        ) AS lots
                        GROUP BY account
                        """)
                .param("accounts", accounts.toArray(Long[]::new))
                .param("now", now.toString())
                .query(row -> {
                    unspendable.put(
                            row.getLong("account"), new Unspendable(row.getLong("over"), row.getLong("pending")));
                });
        return unspendable;
    }

    /** Some of the lots that have waited long enough. */
    List<OpenLot> ripe(String program, Instant now, int limit) {
        return jdbc.sql("SELECT " + COLUMNS + """
                         FROM points_lot l JOIN points_account a ON a.id = l.account
                        WHERE l.state = 'PENDING' AND l.pending_until <= :now::timestamptz AND a.program = :program
                        ORDER BY l.pending_until, l.id
                        LIMIT :limit
                        """)
                .param("program", program)
                .param("now", now.toString())
                .param("limit", limit)
                .query((row, index) -> lot(row))
                .list();
    }

    /** Some of the lots that are past their expiry and have free points; those of one account and one expiry together. */
    List<OpenLot> due(String program, Instant now, int limit) {
        return jdbc.sql("SELECT " + COLUMNS + """
                         FROM points_lot l JOIN points_account a ON a.id = l.account
                        WHERE l.state = 'ACTIVE' AND l.expires_at <= :now::timestamptz AND l.remaining > l.held AND a.program = :program
                        ORDER BY l.expires_at, l.id
                        LIMIT :limit
                        """)
                .param("program", program)
                .param("now", now.toString())
                .param("limit", limit)
                .query((row, index) -> lot(row))
                .list();
    }

    /** What can be given back of what a transaction took, newest use first. */
    List<Restorable> restorable(UUID tx) {
        return jdbc.sql("""
                        SELECT u.lot, l.number,
                            u.points + coalesce((SELECT sum(r.points) FROM points_lot_use r WHERE r.reverses = u.tx AND r.lot = u.lot), 0)
                                AS points
                        FROM points_lot_use u JOIN points_lot l ON l.id = u.lot
                        WHERE u.tx = :tx AND u.points > 0
                        ORDER BY u.seq DESC
                        """)
                .param("tx", tx)
                .query((row, index) -> new Restorable(
                        row.getObject("lot", UUID.class), row.getString("number"), row.getLong("points")))
                .list();
    }

    void insert(Writes writes, Collection<OpenLot> opened, Instant activatesAt) {
        if (opened.isEmpty()) {
            return;
        }
        writes.add("""
                        INSERT INTO points_lot
                            (id, account, number, earn_tx, initial, remaining, state, activates_at, earned_at, pending_until, expires_at,
                                business_ref)
                        SELECT id, account, number, earn_tx, initial, remaining, state, :newActivatesAt::timestamptz, earned_at::timestamptz,
                            pending_until::timestamptz, expires_at::timestamptz, ref
                        FROM unnest(:newIds, :newAccounts, :newNumbers, :newEarnTxs, :newInitials, :newRemainders, :newStates, :newEarned,
                            :newPending, :newExpiries, :newRefs)
                            AS new (id, account, number, earn_tx, initial, remaining, state, earned_at, pending_until, expires_at, ref)
                        """)
                .param("newIds", opened.stream().map(OpenLot::id).toArray(UUID[]::new))
                .param(
                        "newAccounts",
                        opened.stream().mapToLong(OpenLot::account).toArray())
                .param("newNumbers", opened.stream().map(OpenLot::number).toArray(String[]::new))
                .param("newEarnTxs", opened.stream().map(OpenLot::earnTx).toArray(UUID[]::new))
                .param(
                        "newInitials",
                        opened.stream().mapToLong(OpenLot::initial).toArray())
                .param(
                        "newRemainders",
                        opened.stream().mapToLong(OpenLot::remaining).toArray())
                .param("newStates", opened.stream().map(OpenLot::state).toArray(String[]::new))
                .param("newEarned", instants(opened, OpenLot::earnedAt))
                .param("newPending", instants(opened, OpenLot::pendingUntil))
                .param("newExpiries", instants(opened, OpenLot::expiresAt))
                .param("newRefs", opened.stream().map(OpenLot::businessRef).toArray(String[]::new))
                .param("newActivatesAt", activatesAt.toString());
    }

    void update(Writes writes, Collection<OpenLot> changed) {
        if (changed.isEmpty()) {
            return;
        }
        writes.add("""
                        UPDATE points_lot l SET remaining = change.remaining, held = change.held, state = change.state
                        FROM unnest(:lotIds, :lotRemainders, :lotHeld, :lotStates) AS change (id, remaining, held, state)
                        WHERE l.id = change.id
                        """)
                .param("lotIds", changed.stream().map(OpenLot::id).toArray(UUID[]::new))
                .param(
                        "lotRemainders",
                        changed.stream().mapToLong(OpenLot::remaining).toArray())
                .param("lotHeld", changed.stream().mapToLong(OpenLot::held).toArray())
                .param("lotStates", changed.stream().map(OpenLot::state).toArray(String[]::new));
    }

    /** Writes expiries that may have moved; the database refuses one that comes sooner. */
    void extend(Writes writes, Collection<OpenLot> lots) {
        if (lots.isEmpty()) {
            return;
        }
        writes.add("""
                        UPDATE points_lot l SET expires_at = change.expires_at::timestamptz
                        FROM unnest(:extendedIds, :extendedExpiries) AS change (id, expires_at)
                        WHERE l.id = change.id
                        """)
                .param("extendedIds", lots.stream().map(OpenLot::id).toArray(UUID[]::new))
                .param("extendedExpiries", instants(lots, OpenLot::expiresAt));
    }

    void insertUses(Writes writes, List<Use> uses) {
        if (uses.isEmpty()) {
            return;
        }
        writes.add("""
                        INSERT INTO points_lot_use (tx, lot, points, reverses)
                        SELECT tx, lot, points, reverses
                        FROM unnest(:useTxs, :useLots, :usePoints, :useReverses)
                            WITH ORDINALITY AS new (tx, lot, points, reverses, position)
                        ORDER BY position
                        """)
                .param("useTxs", uses.stream().map(Use::tx).toArray(UUID[]::new))
                .param("useLots", uses.stream().map(Use::lot).toArray(UUID[]::new))
                .param("usePoints", uses.stream().mapToLong(Use::points).toArray())
                .param("useReverses", uses.stream().map(Use::reverses).toArray(UUID[]::new));
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

    private static String[] instants(Collection<OpenLot> lots, Function<OpenLot, @Nullable Instant> instant) {
        return lots.stream()
                .map(lot -> Objects.toString(instant.apply(lot), null))
                .toArray(String[]::new);
    }

    private static OpenLot lot(ResultSet row) throws SQLException {
        return new OpenLot(
                row.getObject("id", UUID.class),
                row.getLong("account"),
                row.getString("number"),
                row.getObject("earn_tx", UUID.class),
                row.getLong("initial"),
                row.getString("business_ref"),
                row.getTimestamp("activates_at").toInstant(),
                instant(row.getTimestamp("earned_at")),
                instant(row.getTimestamp("pending_until")),
                row.getString("state").equals("PENDING"),
                instant(row.getTimestamp("expires_at")),
                row.getLong("remaining"),
                row.getLong("held"));
    }

    private static @Nullable Instant instant(@Nullable Timestamp at) {
        return at == null ? null : at.toInstant();
    }
}
