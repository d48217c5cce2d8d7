package io.kehu.customer.bulk;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import io.kehu.starter.web.problem.ProblemException;
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
import org.springframework.dao.TransientDataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.transaction.TransactionException;

/** Runs jobs over many customers so that they survive a restart: whoever is alive takes over from whoever died. */
@Configuration(proxyBeanMethods = false)
class BulkTasks {

    private static final Logger log = LoggerFactory.getLogger(BulkTasks.class);

    /** A run that stops with its instance is taken up by the next one. */
    private static final Duration RETRY = Duration.ofSeconds(2);

    @Bean
    OneTimeTask<Void> bulkJobTask(RunBulkJob runBulkJob) {
        return Tasks.oneTime("bulk-job")
                .onFailure(new FailureHandler.OnFailureRetryLater<>(RETRY))
                .execute((instance, context) -> run(UUID.fromString(instance.getId()), context, runBulkJob));
    }

    @Bean
    BulkStarts bulkStarts(SchedulerClient scheduler, OneTimeTask<Void> bulkJobTask, BulkJobs jobs, Clock clock) {
        return new BulkStarts(scheduler, bulkJobTask, jobs, clock);
    }

    private static void run(UUID id, ExecutionContext context, RunBulkJob runBulkJob) {
        try {
            boolean finished =
                    runBulkJob.run(id, () -> !context.getSchedulerState().isShuttingDown());
            if (!finished) {
                throw new StoppedException();
            }
        } catch (StoppedException
                | TransientDataAccessException
                | RecoverableDataAccessException
                | NonTransientDataAccessResourceException
                | TransactionException e) {
            // Left with the scheduler, so that whoever has a database takes it up where it stopped.
            throw e;
        } catch (ProblemException e) {
            runBulkJob.fail(id, e.type().slug());
        } catch (RuntimeException e) {
            log.error("Bulk job {} stopped", id, e);
            runBulkJob.fail(id, "internal-error");
        }
    }

    /** The instance stops before the job has ended. */
    private static final class StoppedException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        StoppedException() {
            super("stopped", null, false, false);
        }
    }

    /** Hands jobs to the scheduler. */
    static final class BulkStarts {

        private final SchedulerClient scheduler;
        private final OneTimeTask<Void> task;
        private final BulkJobs jobs;
        private final Clock clock;

        BulkStarts(SchedulerClient scheduler, OneTimeTask<Void> task, BulkJobs jobs, Clock clock) {
            this.scheduler = scheduler;
            this.task = task;
            this.jobs = jobs;
            this.clock = clock;
        }

        void run(UUID id) {
            scheduler.scheduleIfNotExists(task.instance(id.toString()), clock.instant());
        }

        /** A crash between the state of a job and its task leaves a job nobody runs. */
        @EventListener(ApplicationReadyEvent.class)
        @Scheduled(initialDelayString = "PT1M", fixedDelayString = "PT1M")
        void startForgotten() {
            jobs.running().forEach(this::run);
        }
    }
}
