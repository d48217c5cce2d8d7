package io.kehu.customer.matching;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import io.kehu.starter.database.Transactions;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.transaction.TransactionException;

/** Runs matching as a job that survives a restart: whoever is alive takes over from whoever died. */
@Configuration(proxyBeanMethods = false)
class MatchTasks {

    private static final Logger log = LoggerFactory.getLogger(MatchTasks.class);

    private static final Duration RETRY = Duration.ofSeconds(2);

    @Bean
    OneTimeTask<Void> matchRunTask(MatchWork work) {
        return Tasks.oneTime("match-run")
                .onFailure(new FailureHandler.OnFailureRetryLater<>(RETRY))
                .execute((instance, context) -> work.run(UUID.fromString(instance.getId()), context));
    }

    @Bean
    MatchWork matchWork(MatchRuns runs, RunMatching runMatching, Transactions transactions) {
        return new MatchWork(runs, runMatching, transactions);
    }

    @Bean
    MatchStarts matchStarts(SchedulerClient scheduler, OneTimeTask<Void> matchRunTask, MatchRuns runs, Clock clock) {
        return new MatchStarts(scheduler, matchRunTask, runs, clock);
    }

    /** Hands runs to the scheduler. */
    static final class MatchStarts {

        private final SchedulerClient scheduler;
        private final OneTimeTask<Void> task;
        private final MatchRuns runs;
        private final Clock clock;

        MatchStarts(SchedulerClient scheduler, OneTimeTask<Void> task, MatchRuns runs, Clock clock) {
            this.scheduler = scheduler;
            this.task = task;
            this.runs = runs;
            this.clock = clock;
        }

        void start(UUID runId) {
            scheduler.scheduleIfNotExists(task.instance(runId.toString()), clock.instant());
        }

        /** A crash between a run and its task leaves a run nobody works on. */
        @EventListener(ApplicationReadyEvent.class)
        @Scheduled(initialDelayString = "PT1M", fixedDelayString = "PT1M")
        void startForgotten() {
            runs.running().ifPresent(run -> start(run.id()));
        }
    }

    /** One run on this instance. */
    static final class MatchWork {

        private final MatchRuns runs;
        private final RunMatching runMatching;
        private final Transactions transactions;

        MatchWork(MatchRuns runs, RunMatching runMatching, Transactions transactions) {
            this.runs = runs;
            this.runMatching = runMatching;
            this.transactions = transactions;
        }

        void run(UUID id, ExecutionContext context) {
            MatchRun run = runs.find(id).orElse(null);
            if (run == null || run.state() != MatchRunState.RUNNING) {
                return;
            }
            try {
                boolean finished =
                        runMatching.run(run, () -> !context.getSchedulerState().isShuttingDown());
                if (!finished && context.getSchedulerState().isShuttingDown()) {
                    throw new RunWatch.StoppedException();
                }
            } catch (RunWatch.StoppedException
                    | NonTransientDataAccessResourceException
                    | TransientDataAccessResourceException
                    | RecoverableDataAccessException
                    | TransactionException e) {
                // Leaves the task with the scheduler, so that the next instance with a database takes it up.
                throw e;
            } catch (RuntimeException e) {
                log.error("Match run {} stopped", id, e);
                transactions.run(() -> runs.stop(id, MatchRunState.FAILED, "internal-error"));
            }
        }
    }
}
