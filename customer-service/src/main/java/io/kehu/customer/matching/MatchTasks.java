package io.kehu.customer.matching;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import io.kehu.customer.job.CarriedOn;
import io.kehu.customer.job.Job;
import io.kehu.customer.job.Starts;
import io.kehu.starter.database.Transactions;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Runs matching. */
@Configuration(proxyBeanMethods = false)
class MatchTasks {

    private static final Duration RETRY = Duration.ofSeconds(2);

    @Bean
    OneTimeTask<Void> matchRunTask(MatchRuns runs, RunMatching runMatching, Transactions transactions) {
        return CarriedOn.job("match-run", RETRY, new MatchWork(runs, runMatching, transactions));
    }

    @Bean
    MatchStarts matchStarts(SchedulerClient scheduler, OneTimeTask<Void> matchRunTask, MatchRuns runs, Clock clock) {
        return new MatchStarts(scheduler, matchRunTask, runs, clock);
    }

    /** Hands runs to the scheduler. */
    static class MatchStarts extends Starts {

        MatchStarts(SchedulerClient scheduler, OneTimeTask<Void> task, MatchRuns runs, Clock clock) {
            super(
                    scheduler,
                    task,
                    () -> runs.running().stream().map(MatchRun::id).toList(),
                    clock);
        }
    }

    /** A run, from wherever it stopped. */
    private record MatchWork(MatchRuns runs, RunMatching runMatching, Transactions transactions) implements Job {

        @Override
        public boolean run(UUID id, BooleanSupplier goOn) {
            MatchRun run = runs.find(id).orElse(null);
            return run == null || run.state() != MatchRunState.RUNNING || runMatching.run(run, goOn);
        }

        @Override
        public void fail(UUID id, String reason) {
            transactions.run(() -> runs.stop(id, MatchRunState.FAILED, reason));
        }
    }
}
