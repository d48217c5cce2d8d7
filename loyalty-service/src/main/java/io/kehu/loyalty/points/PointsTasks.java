package io.kehu.loyalty.points;

import io.kehu.loyalty.event.PointsEvents;
import io.kehu.loyalty.ledger.Activations;
import io.kehu.loyalty.ledger.Booked;
import io.kehu.loyalty.ledger.Expiries;
import io.kehu.loyalty.ledger.Holds;
import io.kehu.loyalty.ledger.NoticeSettlements;
import io.kehu.loyalty.notice.TellExpiries;
import io.kehu.loyalty.program.Program;
import io.kehu.loyalty.program.Programs;
import io.kehu.starter.database.Transactions;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.function.ToIntFunction;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * What time does to points: holds end, and points expire. In batches, each a transaction of its own, so that a crash loses one batch at most and
 * nobody waits for long; of several instances one at a time works on a programme.
 */
@Component
class PointsTasks {

    private static final int BATCH = 2_000;
    private static final int STRETCH = 5_000;

    private final Programs programs;
    private final Holds holds;
    private final Activations activations;
    private final Expiries expiries;
    private final NoticeSettlements settlements;
    private final TellExpiries notices;
    private final PointsEvents events;
    private final Transactions transactions;
    private final JdbcClient jdbc;
    private final MeterRegistry meters;

    PointsTasks(
            Programs programs,
            Holds holds,
            Activations activations,
            Expiries expiries,
            NoticeSettlements settlements,
            TellExpiries notices,
            PointsEvents events,
            Transactions transactions,
            JdbcClient jdbc,
            MeterRegistry meters) {
        this.programs = programs;
        this.holds = holds;
        this.activations = activations;
        this.expiries = expiries;
        this.settlements = settlements;
        this.notices = notices;
        this.events = events;
        this.transactions = transactions;
        this.jdbc = jdbc;
        this.meters = meters;
    }

    @Scheduled(initialDelayString = "PT10S", fixedDelayString = "PT5S")
    void endHolds() {
        repeat("holds", program -> holds.timeOut(program, BATCH));
    }

    @Scheduled(initialDelayString = "PT15S", fixedDelayString = "PT5S")
    void activatePoints() {
        repeat("activation", program -> activations.activate(program, BATCH));
    }

    /** Points expire with the end of a local day; looking often costs one look into an index. */
    @Scheduled(initialDelayString = "PT20S", fixedDelayString = "PT1M")
    void expirePoints() {
        repeat("expiry", this::expire);
    }

    /** Of members who are to be told before, nothing expires before that is settled. */
    private int expire(Program program) {
        Program.Notice notice = program.notice();
        if (notice != null) {
            NoticeSettlements.Settled settled = settlements.settle(program, notice, BATCH);
            meters.counter("loyalty.lots.prolonged").increment(settled.prolonged());
            if (settled.lots() > 0) {
                return settled.lots();
            }
        }
        List<Booked> booked = expiries.expire(program, BATCH);
        events.booked(program, booked);
        meters.counter("loyalty.points.expired")
                .increment(booked.stream()
                        .mapToLong(one -> -one.booking().points())
                        .sum());
        return booked.size();
    }

    /** Once a day, or going on where it was broken off. */
    @Scheduled(initialDelayString = "PT1M", fixedDelayString = "PT10M")
    void tellExpiries() {
        repeat("notices", program -> {
            Program.Notice notice = program.notice();
            return notice != null && notices.tell(program, notice, STRETCH) ? 1 : 0;
        });
    }

    private void repeat(String task, ToIntFunction<Program> batch) {
        for (Program program : programs.all()) {
            int done = 1;
            while (done > 0) {
                done = transactions.call(() -> isMine(task, program) ? batch.applyAsInt(program) : 0);
            }
        }
    }

    private boolean isMine(String task, Program program) {
        return jdbc.sql(
                        "SELECT pg_try_advisory_xact_lock(hashtextextended('kehu.loyalty.' || :task || '.' || :program, 0))")
                .param("task", task)
                .param("program", program.code())
                .query(Boolean.class)
                .single();
    }
}
