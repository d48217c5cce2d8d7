package io.kehu.loyalty.earning;

import io.kehu.loyalty.program.Program;
import io.kehu.loyalty.program.Programs;
import io.kehu.loyalty.tier.TierForecasts;
import io.kehu.starter.database.Transactions;
import jakarta.annotation.PreDestroy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Runs back-tests, one at a time whatever the number of instances: the lock is the running transaction's, so that a crash lets it go and another
 * instance begins anew. On a thread of its own, because others wait for those of the scheduler. Purchases are read in one snapshot.
 */
@Component
class RunBacktests {

    static final String TOO_LONG = "time-limit";
    static final String GAVE_UP = "gave-up";

    private static final Logger LOG = LoggerFactory.getLogger(RunBacktests.class);
    private static final Duration LONGEST = Duration.ofMinutes(15);
    private static final int ATTEMPTS = 3;

    private final BacktestTable table;
    private final RecordedPurchases purchases;
    private final EarningRules rules;
    private final RuleConditions conditions;
    private final Occasions occasions;
    private final EarnKeys keys;
    private final TierForecasts forecasts;
    private final Programs programs;
    private final Transactions transactions;
    private final JdbcClient jdbc;
    private final Clock clock;
    private final AtomicBoolean busy = new AtomicBoolean();
    private final ExecutorService worker = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("backtest").factory());

    RunBacktests(
            BacktestTable table,
            RecordedPurchases purchases,
            EarningRules rules,
            RuleConditions conditions,
            Occasions occasions,
            EarnKeys keys,
            TierForecasts forecasts,
            Programs programs,
            Transactions transactions,
            JdbcClient jdbc,
            Clock clock) {
        this.table = table;
        this.purchases = purchases;
        this.rules = rules;
        this.conditions = conditions;
        this.occasions = occasions;
        this.keys = keys;
        this.forecasts = forecasts;
        this.programs = programs;
        this.transactions = transactions;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Ends a run before its time. */
    private static final class EndedException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        EndedException(String reason) {
            super(reason, null, false, false);
        }
    }

    @Scheduled(initialDelayString = "PT5S", fixedDelayString = "PT1S")
    void look() {
        if (busy.compareAndSet(false, true)) {
            worker.execute(() -> {
                try {
                    while (runNext(LONGEST) && !Thread.currentThread().isInterrupted()) {
                        LOG.debug("A back-test has ended");
                    }
                } catch (RuntimeException e) {
                    LOG.error("Back-tests are tried again", e);
                } finally {
                    busy.set(false);
                }
            });
        }
    }

    @PreDestroy
    void stop() {
        worker.shutdownNow();
    }

    /** @return false when there is none, or somebody else is at it */
    boolean runNext(Duration longest) {
        return table.next().isPresent()
                && transactions.read(() -> {
                    jdbc.sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ").update();
                    if (!isMine()) {
                        return false;
                    }
                    Optional<Backtest> next = table.next();
                    next.ifPresent(backtest -> run(backtest, longest));
                    return next.isPresent();
                });
    }

    private boolean isMine() {
        return jdbc.sql("SELECT pg_try_advisory_xact_lock(hashtextextended('kehu.loyalty.backtest', 0))")
                .query(Boolean.class)
                .single();
    }

    private void run(Backtest backtest, Duration longest) {
        UUID id = backtest.id();
        try {
            if (backtest.attempts() >= ATTEMPTS) {
                throw new EndedException(GAVE_UP);
            }
            long total = purchases.count(backtest.from(), backtest.to());
            if (transactions.callSeparately(() -> table.begin(id, total, clock.instant()))) {
                BacktestResult result = result(backtest, clock.instant().plus(longest));
                apart(() -> table.end(id, result, clock.instant()));
            }
        } catch (EndedException e) {
            apart(() -> table.fail(id, String.valueOf(e.getMessage()), clock.instant()));
        }
    }

    private BacktestResult result(Backtest backtest, Instant deadline) {
        EarningRule rule = backtest.rule();
        Program program = programs.find(rule.program()).orElseThrow();
        RuleSet tried = new RuleSet(withTried(rule), conditions);
        BacktestTally tally =
                new BacktestTally(program, rule, tried, forecasts.of(program).orElse(null));
        long[] done = {0};
        purchases.each(backtest.from(), backtest.to(), batch -> {
            if (Thread.currentThread().isInterrupted()) {
                throw new IllegalStateException("This instance stops");
            }
            if (clock.instant().isAfter(deadline)) {
                throw new EndedException(TOO_LONG);
            }
            add(program, tried, tally, batch);
            done[0] += batch.size();
            apart(() -> table.progress(backtest.id(), done[0]));
        });
        return tally.result();
    }

    /** The rules that are published, this one instead of its published version. */
    private List<EarningRule> withTried(EarningRule rule) {
        List<EarningRule> all = new ArrayList<>(rules.published(rule.program()));
        all.removeIf(one -> one.code().equals(rule.code()));
        all.add(rule);
        return all;
    }

    private void add(Program program, RuleSet tried, BacktestTally tally, Collection<RecordedPurchase> batch) {
        List<RecordedPurchase> recorded = List.copyOf(batch);
        List<Occasion> about = occasions.of(
                program,
                tried,
                recorded.stream().map(RecordedPurchase::purchase).toList());
        Map<EarnKeys.Order, List<EarnKeys.Earned>> really = keys.earned(
                program.code(),
                recorded.stream().map(one -> order(one.purchase())).toList());
        for (int i = 0; i < recorded.size(); i++) {
            RecordedPurchase one = recorded.get(i);
            tally.add(one, about.get(i), really.getOrDefault(order(one.purchase()), List.of()));
        }
    }

    private static EarnKeys.Order order(PurchaseRecorded purchase) {
        return new EarnKeys.Order(purchase.channel(), purchase.orderNo());
    }

    /** Seen by others at once, while the snapshot lasts. */
    private void apart(Runnable write) {
        transactions.callSeparately(() -> {
            write.run();
            return Boolean.TRUE;
        });
    }
}
