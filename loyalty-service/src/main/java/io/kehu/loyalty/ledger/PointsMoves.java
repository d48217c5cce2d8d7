package io.kehu.loyalty.ledger;

import io.kehu.loyalty.program.Program;
import io.kehu.starter.base.TimeOrderedIds;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The tables {@code points_move} and {@code points_move_lot}: moves the points of merged numbers to the member they stand for, lot by lot
 * with their dates, and back when the merge is undone. A lot goes where the number it is filed under belongs, so going back needs no
 * memory of what went: it takes what was left of it, and what was earned under that number since.
 */
@Repository
public class PointsMoves {

    private final JdbcClient jdbc;
    private final MemberAccounts accounts;
    private final Postings postings;
    private final Lots lots;
    private final Clock clock;

    PointsMoves(JdbcClient jdbc, MemberAccounts accounts, Postings postings, Lots lots, Clock clock) {
        this.jdbc = jdbc;
        this.accounts = accounts;
        this.postings = postings;
        this.lots = lots;
        this.clock = clock;
    }

    /**
     * A merge to be booked in one programme, or its undoing.
     *
     * @param survivor the member that lives on
     * @param losers numbers that stand for it
     */
    public record Merge(UUID id, String survivor, List<String> losers, String actor) {}

    /**
     * What went from one number to the other, or back.
     *
     * @param lots those with points
     */
    public record Moved(String loser, long points, long held, long lots) {}

    /**
     * What went back.
     *
     * @param used points of the lots the merge had moved that are gone since, by what took them
     */
    public record Undone(List<Moved> moved, Map<TxType, Long> used) {}

    /** A move on its way into the tables. */
    private record Move(Moved moved, Lots.Way way, @Nullable Booking booking, List<Lots.MovedLot> lots) {}

    /** In the transaction that says who stands for whom, after it was said. */
    public List<Moved> merge(Program program, Merge merge) {
        Map<String, MemberAccounts.Locked> locked = lock(program, merge);
        MemberAccounts.Locked survivor = required(locked, merge.survivor());
        List<Move> moves = moves(
                TxType.MERGE,
                program,
                merge,
                merge.losers().stream()
                        .map(loser ->
                                new Lots.Way(loser, required(locked, loser).id(), survivor.id()))
                        .toList());
        for (Move move : moves) {
            MemberAccounts.Locked loser = required(locked, move.moved().loser());
            if (loser.posted() != move.moved().points()
                    || loser.held() != move.moved().held()) {
                throw new IllegalStateException("A member's balance is not the sum of the lots; nothing is moved");
            }
        }
        book(TxType.MERGE, program, merge, moves, locked);
        return moves.stream().map(Move::moved).toList();
    }

    /** In the transaction that says that they stand for themselves again, before it is said. */
    public Undone undo(Program program, Merge merge) {
        Map<String, MemberAccounts.Locked> locked = lock(program, merge);
        Map<TxType, Long> used = usedSince(program, merge);
        MemberAccounts.Locked survivor = required(locked, merge.survivor());
        List<Move> moves = moves(
                TxType.UNMERGE,
                program,
                merge,
                merge.losers().stream()
                        .map(loser -> new Lots.Way(
                                loser, survivor.id(), required(locked, loser).id()))
                        .toList());
        book(TxType.UNMERGE, program, merge, moves, locked);
        return new Undone(moves.stream().map(Move::moved).toList(), used);
    }

    /** What was given back to a lot counts against what was spent of it, not of others. */
    private Map<TxType, Long> usedSince(Program program, Merge merge) {
        Map<TxType, Long> used = new EnumMap<>(TxType.class);
        jdbc.sql("""
                        SELECT used.type, sum(used.points) AS points
                        FROM (
                            SELECT replace(t.type, 'REVERSE_REDEEM', 'REDEEM') AS type, sum(u.points) AS points
                            FROM points_move m
                            JOIN points_move_lot l ON l.tx = m.tx
                            JOIN points_lot_use u ON u.lot = l.lot AND u.seq > l.last_use
                            JOIN points_tx t ON t.id = u.tx
                            WHERE m.merge_id = :mergeId AND m.type = 'MERGE' AND m.program = :program
                            GROUP BY u.lot, 1
                        ) AS used
                        WHERE used.points > 0
                        GROUP BY used.type
                        """)
                .param("mergeId", merge.id())
                .param("program", program.code())
                .query(row -> {
                    used.put(TxType.valueOf(row.getString("type")), row.getLong("points"));
                });
        return used;
    }

    /** All accounts of a merge, in the order of their ids; those that nobody opened yet are opened. */
    private Map<String, MemberAccounts.Locked> lock(Program program, Merge merge) {
        List<String> numbers = Stream.concat(Stream.of(merge.survivor()), merge.losers().stream())
                .toList();
        accounts.open(program.code(), numbers);
        return accounts.lock(program.code(), numbers);
    }

    private List<Move> moves(TxType type, Program program, Merge merge, List<Lots.Way> ways) {
        Map<String, List<Lots.MovedLot>> byNumber = new HashMap<>();
        for (Lots.MovedLot lot : lots.move(ways)) {
            if (lot.points() > 0) {
                byNumber.computeIfAbsent(lot.number(), number -> new ArrayList<>())
                        .add(lot);
            }
        }
        Map<String, UUID> merges = type == TxType.UNMERGE ? mergeTransactions(program, merge) : Map.of();
        Instant now = now();
        return ways.stream()
                .map(way -> {
                    List<Lots.MovedLot> moved = byNumber.getOrDefault(way.number(), List.of());
                    long points =
                            moved.stream().mapToLong(Lots.MovedLot::points).sum();
                    long held = moved.stream().mapToLong(Lots.MovedLot::held).sum();
                    Booking booking = points == 0
                            ? null
                            : booking(type, merge, way.number(), points, merges.get(way.number()), now);
                    return new Move(new Moved(way.number(), points, held, moved.size()), way, booking, moved);
                })
                .toList();
    }

    private static Booking booking(
            TxType type, Merge merge, String loser, long points, @Nullable UUID reverses, Instant at) {
        String ref = "MERGE/" + merge.id();
        return new Booking(
                TimeOrderedIds.next(), type, loser, points, ref, null, null, reverses, merge.actor(), null, at);
    }

    private void book(
            TxType type, Program program, Merge merge, List<Move> moves, Map<String, MemberAccounts.Locked> locked) {
        Map<Long, Long> balances = new HashMap<>();
        locked.values().forEach(account -> balances.put(account.id(), account.posted()));
        List<Booking> bookings = new ArrayList<>();
        List<Postings.Posting> sides = new ArrayList<>();
        for (Move move : moves) {
            Booking booking = move.booking();
            if (booking == null) {
                continue;
            }
            long points = booking.points();
            Lots.Way way = move.way();
            bookings.add(booking);
            sides.add(new Postings.Posting(
                    booking.id(), way.from(), -points, balances.merge(way.from(), -points, Long::sum)));
            sides.add(
                    new Postings.Posting(booking.id(), way.to(), points, balances.merge(way.to(), points, Long::sum)));
        }
        if (!bookings.isEmpty()) {
            Writes writes = new Writes();
            postings.insert(writes, program, bookings.getFirst().occurredAt(), bookings, sides);
            writes.run(jdbc);
        }
        for (Move move : moves) {
            note(type, program, merge, move);
        }
    }

    private void note(TxType type, Program program, Merge merge, Move move) {
        Booking booking = move.booking();
        UUID tx = booking == null ? null : booking.id();
        jdbc.sql("""
                        INSERT INTO points_move (merge_id, type, program, number, survivor, points, held, lots, tx)
                        VALUES (:mergeId, :type, :program, :number, :survivor, :points, :held, :lots, :tx::uuid)
                        """)
                .param("mergeId", merge.id())
                .param("type", type.name())
                .param("program", program.code())
                .param("number", move.moved().loser())
                .param("survivor", merge.survivor())
                .param("points", move.moved().points())
                .param("held", move.moved().held())
                .param("lots", move.moved().lots())
                .param("tx", tx == null ? null : tx.toString())
                .update();
        if (tx != null) {
            noteLots(tx, move.lots());
            accounts.move(move.way(), move.moved().points(), move.moved().held());
        }
    }

    private void noteLots(UUID tx, List<Lots.MovedLot> moved) {
        jdbc.sql("""
                        INSERT INTO points_move_lot (tx, lot, points, last_use)
                        SELECT :tx, lot, points, coalesce((SELECT max(u.seq) FROM points_lot_use u WHERE u.lot = moved.lot), 0)
                        FROM unnest(:lots, :points) AS moved (lot, points)
                        """)
                .param("tx", tx)
                .param("lots", moved.stream().map(Lots.MovedLot::lot).toArray(UUID[]::new))
                .param("points", moved.stream().mapToLong(Lots.MovedLot::points).toArray())
                .update();
    }

    private Map<String, UUID> mergeTransactions(Program program, Merge merge) {
        Map<String, UUID> transactions = new HashMap<>();
        jdbc.sql("""
                        SELECT number, tx FROM points_move
                        WHERE merge_id = :mergeId AND type = 'MERGE' AND program = :program AND tx IS NOT NULL
                        """)
                .param("mergeId", merge.id())
                .param("program", program.code())
                .query(row -> {
                    transactions.put(row.getString("number"), row.getObject("tx", UUID.class));
                });
        return transactions;
    }

    private Instant now() {
        // PostgreSQL keeps microseconds.
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static MemberAccounts.Locked required(Map<String, MemberAccounts.Locked> locked, String number) {
        MemberAccounts.Locked account = locked.get(number);
        if (account == null) {
            throw new IllegalStateException("No account for a member that was just opened");
        }
        return account;
    }
}
