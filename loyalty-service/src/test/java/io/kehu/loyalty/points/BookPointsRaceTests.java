package io.kehu.loyalty.points;

import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.loyalty.activity.SettleActivities.Deed;
import io.kehu.loyalty.earning.Shop;
import io.kehu.loyalty.ledger.Booking;
import io.kehu.loyalty.ledger.TxType;
import io.kehu.loyalty.program.ChosenProgram;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.test.ServiceTest;
import io.kehu.starter.web.idempotency.Reply;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Instances that book at the same time, each with a queue of its own: what they share is the database. */
@ServiceTest
class BookPointsRaceTests {

    private static final int INSTANCES = 64;

    @Autowired
    private ApplicationContext context;

    @Autowired
    private BookPoints bookPoints;

    @Autowired
    private ChosenProgram programs;

    @Autowired
    private Transactions transactions;

    @Autowired
    private JdbcClient jdbc;

    private final String number = Shop.newNumber();
    private final String activity = "R"
            + Long.toString(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE), 36)
                    .toUpperCase(Locale.ROOT);

    @BeforeEach
    void becomeAMember() {
        new Shop(context).sell(number, 100);
        jdbc.sql("""
                        INSERT INTO activity (program, code, name, points, times_per_member, valid_from)
                        VALUES (:program, :code, 'Race', 5, 3, now() - interval '1 day')
                        """)
                .param("program", programs.code(null))
                .param("code", activity)
                .update();
    }

    @RepeatedTest(3)
    void capsHold() throws Exception {
        assertThat(booked(i -> List.of(earn(number, "D" + i)))).isEqualTo(3);
        assertThat(posted(number)).isEqualTo(115);
    }

    @RepeatedTest(3)
    void theSameDeedEarnsOnce() throws Exception {
        assertThat(booked(i -> List.of(earn(number, "D")))).isOne();
        assertThat(posted(number)).isEqualTo(105);
    }

    /** Each locks everybody in the same order, whoever of them earns and whoever spends. */
    @RepeatedTest(3)
    void nobodyWaitsInARing() throws Exception {
        String other = Shop.newNumber();
        new Shop(context).sell(other, 100);
        jdbc.sql("UPDATE activity SET times_per_member = NULL WHERE code = :code")
                .param("code", activity)
                .update();

        long booked = booked(i -> i % 2 == 0
                ? List.of(earn(number, "D" + i), spend(other, "S" + i))
                : List.of(earn(other, "D" + i), spend(number, "S" + i)));

        assertThat(booked).isEqualTo(2 * INSTANCES);
        assertThat(posted(number)).isEqualTo(100 + 5 * INSTANCES / 2 - INSTANCES / 2);
        assertThat(posted(other)).isEqualTo(100 + 5 * INSTANCES / 2 - INSTANCES / 2);
    }

    private PointsWish earn(String member, String ref) {
        return new PointsWish.Earn(programs.code(null), new Deed(activity, member, null, ref, "test", Instant.now()));
    }

    private PointsWish spend(String member, String ref) {
        return new PointsWish.Spend(
                programs.code(null), Booking.of(TxType.REDEEM, member, -1, ref, "test", null, Instant.now()));
    }

    private long booked(IntFunction<List<PointsWish>> wishes) throws Exception {
        CyclicBarrier start = new CyclicBarrier(INSTANCES);
        List<Future<Long>> calls = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(INSTANCES)) {
            for (int i = 0; i < INSTANCES; i++) {
                List<PointsWish> wish = wishes.apply(i);
                calls.add(threads.submit(() -> {
                    start.await();
                    return transactions.call(() -> bookPoints.book(wish)).stream()
                            .filter(Reply.Done.class::isInstance)
                            .count();
                }));
            }
        }
        long booked = 0;
        for (Future<Long> call : calls) {
            booked += call.get();
        }
        return booked;
    }

    private long posted(String member) {
        return jdbc.sql(
                        "SELECT posted FROM points_account WHERE program = :program AND kind = 'MEMBER' AND number = :number")
                .param("program", programs.code(null))
                .param("number", member)
                .query(Long.class)
                .single();
    }
}
