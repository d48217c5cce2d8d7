package io.kehu.loyalty.points;

import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.loyalty.activity.SettleActivities.Deed;
import io.kehu.loyalty.earning.Shop;
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
        assertThat(booked(i -> "D" + i)).isEqualTo(3);
        assertThat(posted()).isEqualTo(115);
    }

    @RepeatedTest(3)
    void theSameDeedEarnsOnce() throws Exception {
        assertThat(booked(i -> "D")).isOne();
        assertThat(posted()).isEqualTo(105);
    }

    private long booked(IntFunction<String> refs) throws Exception {
        CyclicBarrier start = new CyclicBarrier(INSTANCES);
        List<Future<Boolean>> calls = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(INSTANCES)) {
            for (int i = 0; i < INSTANCES; i++) {
                PointsWish wish = new PointsWish.Earn(
                        programs.code(null), new Deed(activity, number, null, refs.apply(i), "test", Instant.now()));
                calls.add(threads.submit(() -> {
                    start.await();
                    return transactions
                                    .call(() -> bookPoints.book(List.of(wish)))
                                    .getFirst()
                            instanceof Reply.Done;
                }));
            }
        }
        long booked = 0;
        for (Future<Boolean> call : calls) {
            booked += call.get() ? 1 : 0;
        }
        return booked;
    }

    private long posted() {
        return jdbc.sql(
                        "SELECT posted FROM points_account WHERE program = :program AND kind = 'MEMBER' AND number = :number")
                .param("program", programs.code(null))
                .param("number", number)
                .query(Long.class)
                .single();
    }
}
