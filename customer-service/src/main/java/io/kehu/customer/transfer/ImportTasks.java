package io.kehu.customer.transfer;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.web.problem.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;

/** Runs checks and applications as jobs that survive a restart: whoever is alive takes over from whoever died. */
@Configuration(proxyBeanMethods = false)
class ImportTasks {

    private static final Logger log = LoggerFactory.getLogger(ImportTasks.class);

    /** A run that stops with its instance is taken up by the next one. */
    private static final Duration RETRY = Duration.ofSeconds(2);

    @Bean
    OneTimeTask<Void> checkImportTask(ImportRuns runs) {
        return Tasks.oneTime("import-check")
                .onFailure(new FailureHandler.OnFailureRetryLater<>(RETRY))
                .execute((instance, context) -> runs.check(id(instance.getId()), context));
    }

    @Bean
    OneTimeTask<Void> applyImportTask(ImportRuns runs) {
        return Tasks.oneTime("import-apply")
                .onFailure(new FailureHandler.OnFailureRetryLater<>(RETRY))
                .execute((instance, context) -> runs.apply(id(instance.getId()), context));
    }

    @Bean
    ImportRuns importRuns(ImportJobs jobs, CheckImport check, ApplyImport apply, Transactions transactions) {
        return new ImportRuns(jobs, check, apply, transactions);
    }

    @Bean
    ImportStarts importStarts(
            SchedulerClient scheduler,
            OneTimeTask<Void> checkImportTask,
            OneTimeTask<Void> applyImportTask,
            ImportJobs jobs,
            Clock clock) {
        return new ImportStarts(scheduler, checkImportTask, applyImportTask, jobs, clock);
    }

    private static UUID id(String text) {
        return UUID.fromString(text);
    }

    /** Hands jobs to the scheduler. */
    static final class ImportStarts {

        private final SchedulerClient scheduler;
        private final OneTimeTask<Void> check;
        private final OneTimeTask<Void> apply;
        private final ImportJobs jobs;
        private final Clock clock;

        ImportStarts(
                SchedulerClient scheduler,
                OneTimeTask<Void> check,
                OneTimeTask<Void> apply,
                ImportJobs jobs,
                Clock clock) {
            this.scheduler = scheduler;
            this.check = check;
            this.apply = apply;
            this.jobs = jobs;
            this.clock = clock;
        }

        void check(UUID importId) {
            scheduler.scheduleIfNotExists(check.instance(importId.toString()), clock.instant());
        }

        void apply(UUID importId) {
            scheduler.scheduleIfNotExists(apply.instance(importId.toString()), clock.instant());
        }

        /** A crash between the state of a job and its task leaves a job nobody runs. */
        @EventListener(ApplicationReadyEvent.class)
        @Scheduled(initialDelayString = "PT1M", fixedDelayString = "PT1M")
        void startForgotten() {
            for (ImportJob job : jobs.running()) {
                if (job.state() == ImportState.CHECKING) {
                    check(job.id());
                } else {
                    apply(job.id());
                }
            }
        }
    }

    /** One run of a job on this instance. */
    static final class ImportRuns {

        private final ImportJobs jobs;
        private final CheckImport check;
        private final ApplyImport apply;
        private final Transactions transactions;

        ImportRuns(ImportJobs jobs, CheckImport check, ApplyImport apply, Transactions transactions) {
            this.jobs = jobs;
            this.check = check;
            this.apply = apply;
            this.transactions = transactions;
        }

        void check(UUID id, ExecutionContext context) {
            run(id, ImportState.CHECKING, ImportState.CHECKED, context, check::run);
        }

        void apply(UUID id, ExecutionContext context) {
            run(id, ImportState.APPLYING, ImportState.APPLIED, context, apply::run);
        }

        @FunctionalInterface
        private interface Work {
            boolean run(ImportJob job, java.util.function.BooleanSupplier goOn);
        }

        private void run(UUID id, ImportState during, ImportState after, ExecutionContext context, Work work) {
            ImportJob job = jobs.find(id).orElse(null);
            if (job == null || job.state() != during) {
                return;
            }
            try {
                boolean finished = work.run(job, () -> mayGoOn(id, during, context));
                if (finished) {
                    transactions.run(() -> jobs.move(id, List.of(during), after, null));
                } else if (context.getSchedulerState().isShuttingDown()) {
                    throw new StoppedException();
                }
            } catch (StoppedException e) {
                throw e;
            } catch (UnreadableFileException e) {
                fail(id, during, e.code());
            } catch (ProblemException e) {
                fail(id, during, e.type().slug());
            } catch (RuntimeException e) {
                log.error("Import {} stopped in {}", id, during, e);
                fail(id, during, "internal-error");
            }
        }

        private boolean mayGoOn(UUID id, ImportState during, ExecutionContext context) {
            boolean wanted = jobs.find(id).map(job -> job.state() == during).orElse(false);
            return wanted && !context.getSchedulerState().isShuttingDown();
        }

        private void fail(UUID id, ImportState during, String reason) {
            transactions.run(() -> jobs.move(id, List.of(during), ImportState.FAILED, reason));
        }

        /** Leaves the task with the scheduler, so that the next instance takes it up. */
        private static final class StoppedException extends RuntimeException {

            private static final long serialVersionUID = 1L;

            StoppedException() {
                super("stopped with the service", null, false, false);
            }
        }
    }
}
