package io.kehu.loyalty.ledger;

import io.kehu.loyalty.program.Program;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.merging.MergedNumbers;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The real ledger of a programme of its own, on the real tables, with a clock that can be moved. */
public final class Desk {

    private static final String ACTOR = "test";
    private static final Program.Worth WORTH = new Program.Worth(BigDecimal.ONE, BigDecimal.ONE);

    private final Transactions transactions;
    private final JdbcClient jdbc;
    private final Program program;
    private final Ledger ledger;
    private final Holds holds;
    private final HoldTable holdTable;
    private final Restorations restorations;
    private final Expiries expiries;
    private final NoticeSettlements settlements;
    private final Activations activations;
    private final Clock clock = new MovedClock();
    private volatile Instant now;

    /** Of a programme that others use too, a day ahead, so that what the service does by itself finds nothing to do here. */
    public Desk(ApplicationContext context, ZoneId zone, int validMonths, int graceDays) {
        this(
                context,
                shared(zone, validMonths, graceDays),
                Instant.now().truncatedTo(ChronoUnit.MICROS).plus(Duration.ofDays(1)));
    }

    /** Of a programme of its own. */
    public static Desk alone(ApplicationContext context, ZoneId zone, int validMonths, Instant start) {
        String code = "T" + ThreadLocalRandom.current().nextLong(1_000_000_000_000L);
        return new Desk(context, new Program(code, "Test", zone, validMonths, 0, 0, WORTH, null), start);
    }

    Desk(ApplicationContext context, Program program, Instant start) {
        this.transactions = context.getBean(Transactions.class);
        this.jdbc = context.getBean(JdbcClient.class);
        this.now = start;
        this.program = program;
        define();
        MemberAccounts accounts = context.getBean(MemberAccounts.class);
        Lots lots = context.getBean(Lots.class);
        MergedNumbers merged = context.getBean(MergedNumbers.class);
        Sheets sheets = new Sheets(
                accounts,
                context.getBean(Postings.class),
                lots,
                context.getBean(QualifyingPoints.class),
                merged,
                jdbc,
                clock);
        this.holdTable = context.getBean(HoldTable.class);
        this.ledger = new Ledger(accounts, lots, sheets, merged);
        this.holds = new Holds(holdTable, accounts, lots, sheets, clock);
        this.restorations = new Restorations(context.getBean(Journal.class), lots, sheets);
        this.expiries = new Expiries(lots, accounts, sheets, clock);
        this.settlements = new NoticeSettlements(jdbc, accounts, clock);
        this.activations = new Activations(lots, accounts, sheets, clock);
    }

    /** What the ledger's clock shows. */
    private final class MovedClock extends Clock {

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    static Program shared(ZoneId zone, int validMonths, int graceDays) {
        String place = zone.getId().toUpperCase(Locale.ROOT).replaceAll("[^A-Z]", "_");
        return new Program(
                "T_" + place + "_" + validMonths + "_" + graceDays,
                "Test",
                zone,
                validMonths,
                graceDays,
                0,
                WORTH,
                null);
    }

    private void define() {
        jdbc.sql("""
                        INSERT INTO program (code, name, zone, valid_months, restore_grace_days)
                        VALUES (:code, :name, :zone, :months, :grace) ON CONFLICT DO NOTHING
                        """)
                .param("code", program.code())
                .param("name", program.name())
                .param("zone", program.zone().getId())
                .param("months", program.validMonths())
                .param("grace", program.restoreGraceDays())
                .update();
        jdbc.sql("""
                        INSERT INTO points_account (program, kind)
                        SELECT :code, kind FROM unnest(ARRAY['ISSUED', 'REDEEMED', 'BREAKAGE', 'ADJUSTED', 'IMPORTED']) AS kind
                        ON CONFLICT DO NOTHING
                        """).param("code", program.code()).update();
    }

    public Program program() {
        return program;
    }

    /** With the clock that can be moved. */
    public Ledger ledger() {
        return ledger;
    }

    public Clock clock() {
        return clock;
    }

    public Instant now() {
        return now;
    }

    public void moveTo(Instant instant) {
        now = instant;
    }

    public void move(Duration duration) {
        now = now.plus(duration);
    }

    public Booked earn(String number, long points) {
        Booking booking =
                new Booking(UUID.randomUUID(), TxType.EARN, number, points, "EARN", "RULE", 1, null, ACTOR, null, now);
        return call(() -> ledger.book(program, List.of(booking)).getFirst());
    }

    /** Points that wait. */
    public Booked earnLater(String number, long points, Duration waiting) {
        return call(() -> ledger.book(
                        program,
                        List.of(new Booking(
                                        UUID.randomUUID(),
                                        TxType.EARN,
                                        number,
                                        points,
                                        "EARN",
                                        "RULE",
                                        1,
                                        null,
                                        ACTOR,
                                        null,
                                        now)
                                .waitingUntil(now.plus(waiting)))))
                .getFirst();
    }

    /** Everybody's in the programme. */
    public void activate() {
        while (call(() -> activations.activate(program, 3)) > 0) {
            Thread.onSpinWait();
        }
    }

    public Outcome redeem(String number, long points) {
        Booking booking = Booking.of(TxType.REDEEM, number, -points, "SPEND", ACTOR, null, now);
        return tryBook(List.of(booking)).getFirst();
    }

    /** With its entry among the adjustments, as somebody would make it who may. */
    public Outcome adjust(String number, long points) {
        Booking booking = Booking.of(TxType.ADJUST, number, points, "ADJUST", ACTOR, "because", now);
        return call(() -> {
            Outcome outcome = ledger.tryBook(program, List.of(booking)).getFirst();
            if (outcome instanceof Booked) {
                jdbc.sql("""
                                INSERT INTO points_adjustment
                                    (id, program, number, points, reason, state, needs_second, requested_by, requested_at, tx)
                                VALUES (:tx, :program, :number, :points, 'because', 'BOOKED', false, 'test', now(), :tx)
                                """)
                        .param("tx", booking.id())
                        .param("program", program.code())
                        .param("number", number)
                        .param("points", points)
                        .update();
            }
            return outcome;
        });
    }

    public List<Outcome> tryBook(List<Booking> bookings) {
        return call(() -> ledger.tryBook(program, bookings));
    }

    public Booked reverseEarning(Booked earning, long points) {
        Booking booking = Booking.reversing(
                TxType.REVERSE_EARN, earning.booking().id(), earning.booking().number(), -points, "REFUND", ACTOR, now);
        return call(() -> ledger.book(program, List.of(booking)).getFirst());
    }

    public List<Booked> giveBack(UUID spending, long points) {
        return call(() -> restorations.restore(program, new Restorations.Wish(spending, points, "BACK", ACTOR)));
    }

    public Hold hold(String number, long points, Duration lasting) {
        return call(() -> holds.place(program, new Holds.Wish(number, points, "HOLD", lasting, ACTOR)));
    }

    public List<Booked> capture(UUID hold, long points) {
        return call(() -> holds.capture(program, hold, points, "CAPTURE", ACTOR));
    }

    public void release(UUID hold) {
        transactions.run(() -> holds.release(program, hold, ACTOR));
    }

    /** Everybody's in the programme. */
    public void timeOut() {
        while (call(() -> holds.timeOut(program, 100)) > 0) {
            Thread.onSpinWait();
        }
    }

    /** Whether members were told of what expires within a day. @return how many lots last longer */
    public int settle(Program.Notice notice) {
        int prolonged = 0;
        NoticeSettlements.Settled settled;
        do {
            settled = call(() -> settlements.settle(program, notice, 3));
            prolonged += settled.prolonged();
        } while (settled.lots() > 0);
        return prolonged;
    }

    /** Everybody's in the programme. @return what was booked for the number */
    public List<Booked> expire(String number) {
        List<Booked> expired = new ArrayList<>();
        List<Booked> batch;
        do {
            batch = call(() -> expiries.expire(program, 1_000));
            expired.addAll(batch);
        } while (!batch.isEmpty());
        return expired.stream().filter(one -> one.member().equals(number)).toList();
    }

    /** Everything in it is undone, as by a crash before the commit. */
    public void crashAfter(Runnable work) {
        try {
            transactions.run(() -> {
                work.run();
                throw new CrashException();
            });
        } catch (CrashException e) {
            return;
        }
        throw new AssertionError("It did not crash");
    }

    private static final class CrashException extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }

    public Hold.State stateOf(UUID hold) {
        return holdTable.find(hold).orElseThrow().state();
    }

    /**
     * A member's account.
     *
     * @param owed under the member's own number
     */
    public record Account(long posted, long held, long owed) {}

    public Account account(String number) {
        return jdbc.sql("""
                        SELECT coalesce(sum(posted) FILTER (WHERE kind = 'MEMBER'), 0) AS posted, coalesce(sum(held), 0) AS held,
                            coalesce(-sum(posted) FILTER (WHERE kind = 'DEBT'), 0) AS owed
                        FROM points_account WHERE program = :program AND number = :number
                        """)
                .param("program", program.code())
                .param("number", number)
                .query((row, index) -> new Account(row.getLong("posted"), row.getLong("held"), row.getLong("owed")))
                .single();
    }

    /** A lot: what is left, what is held, when it expires. */
    public record LotRow(long remaining, long held, String state, Instant expiresAt) {}

    /** Lots of a number, oldest first. */
    public List<LotRow> lots(String number) {
        return jdbc.sql("""
                        SELECT l.remaining, l.held, l.state, l.expires_at FROM points_lot l JOIN points_account a ON a.id = l.account
                        WHERE l.number = :number AND a.program = :program ORDER BY l.id
                        """)
                .param("number", number)
                .param("program", program.code())
                .query((row, index) -> new LotRow(
                        row.getLong("remaining"),
                        row.getLong("held"),
                        row.getString("state"),
                        row.getTimestamp("expires_at").toInstant()))
                .list();
    }

    private <T> T call(Supplier<T> work) {
        return transactions.call(work);
    }
}
