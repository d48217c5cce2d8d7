package io.kehu.loyalty.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.loyalty.earning.Shop;
import io.kehu.starter.test.ServiceTest;
import io.kehu.starter.web.problem.ProblemException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** Many at once want the same points. */
@ServiceTest
class LedgerRaceTests {

    private static final int CALLERS = 64;

    @Autowired
    private ApplicationContext context;

    @Autowired
    private Invariants invariants;

    private Desk desk;

    private final String number = Shop.newNumber();

    @BeforeEach
    void openTheDesk() {
        desk = new Desk(context, ZoneId.of("Asia/Shanghai"), 2, 0);
    }

    @AfterEach
    void theLedgerAddsUp() {
        assertThat(invariants.run()).filteredOn(check -> check.violations() > 0).isEmpty();
    }

    @RepeatedTest(3)
    void theLastPointsAreSpentOnce() throws Exception {
        desk.earn(number, 10);

        assertThat(winners(caller -> desk.redeem(number, 10) instanceof Booked)).isOne();

        assertThat(desk.account(number).posted()).isZero();
    }

    @Test
    void aHundredPointsServeATenthOfTheCallers() throws Exception {
        desk.earn(number, 60);
        desk.earn(number, 40);

        assertThat(winners(caller -> desk.redeem(number, 10) instanceof Booked)).isEqualTo(10);
    }

    @RepeatedTest(3)
    void aSpendingIsGivenBackOnce() throws Exception {
        desk.earn(number, 10);
        UUID spent = ((Booked) desk.redeem(number, 10)).booking().id();

        assertThat(winners(caller -> succeeds(() -> desk.giveBack(spent, 10)))).isOne();

        assertThat(desk.account(number).posted()).isEqualTo(10);
    }

    /** Capture, release and the time-out at once: one of them decides. */
    @RepeatedTest(3)
    void aHoldEndsOnce() throws Exception {
        desk.earn(number, 10);
        Hold hold = desk.hold(number, 10, Duration.ofMinutes(1));
        desk.moveTo(hold.expiresAt().minusNanos(1_000));

        int ended = winners(caller -> switch (caller % 3) {
            case 0 -> succeeds(() -> desk.capture(hold.id(), 10));
            case 1 -> succeeds(() -> desk.release(hold.id()));
            default -> {
                desk.moveTo(hold.expiresAt());
                desk.timeOut();
                yield false;
            }
        });

        Hold.State state = desk.stateOf(hold.id());
        assertThat(ended).isEqualTo(state == Hold.State.TIMED_OUT ? 0 : 1);
        assertThat(desk.account(number)).isEqualTo(new Desk.Account(state == Hold.State.CAPTURED ? 0 : 10, 0, 0));
    }

    @Test
    void expiryRunsTwiceAndExpiresOnce() throws Exception {
        Booked earned = desk.earn(number, 10);
        desk.moveTo(earned.expiresAt());

        assertThat(winners(caller -> !desk.expire(number).isEmpty())).isOne();

        assertThat(desk.account(number).posted()).isZero();
    }

    /** Earning, spending, taking back, holding and expiring, all at once and in any order. */
    @RepeatedTest(3)
    void everythingAtOnceAddsUp() throws Exception {
        Booked first = desk.earn(number, 1_000);
        List<String> numbers = List.of(number, Shop.newNumber(), Shop.newNumber());

        winners(caller -> {
            ThreadLocalRandom random = ThreadLocalRandom.current();
            String one = numbers.get(random.nextInt(numbers.size()));
            switch (caller % 6) {
                case 0 -> desk.earn(one, 50);
                case 1 -> desk.redeem(number, 70);
                case 2 -> desk.reverseEarning(first, 1 + random.nextInt(20));
                case 3 -> {
                    UUID hold = holdOrNull(30);
                    if (hold != null) {
                        succeeds(() -> desk.capture(hold, 1 + random.nextInt(30)));
                    }
                }
                case 4 -> {
                    UUID hold = holdOrNull(20);
                    if (hold != null) {
                        succeeds(() -> desk.release(hold));
                    }
                }
                default -> {
                    if (desk.redeem(number, 5) instanceof Booked spent) {
                        desk.giveBack(spent.booking().id(), 5);
                    }
                }
            }
            return true;
        });

        assertThat(desk.account(number).held()).isZero();
    }

    private UUID holdOrNull(long points) {
        try {
            return desk.hold(number, points, Duration.ofHours(1)).id();
        } catch (ProblemException e) {
            return null;
        }
    }

    private static boolean succeeds(Runnable work) {
        try {
            work.run();
            return true;
        } catch (ProblemException e) {
            return false;
        }
    }

    /** @return how many came through */
    private static int winners(IntPredicate call) throws InterruptedException, ExecutionException {
        CyclicBarrier start = new CyclicBarrier(CALLERS);
        List<Future<Boolean>> calls = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(CALLERS)) {
            for (int i = 0; i < CALLERS; i++) {
                int caller = i;
                calls.add(threads.submit(() -> {
                    start.await();
                    return call.test(caller);
                }));
            }
        }
        int winners = 0;
        for (Future<Boolean> one : calls) {
            winners += one.get() ? 1 : 0;
        }
        return winners;
    }
}
