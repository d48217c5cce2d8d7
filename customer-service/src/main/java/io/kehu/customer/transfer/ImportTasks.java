package io.kehu.customer.transfer;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import io.kehu.customer.CustomerProblem;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.web.problem.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
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

/** Runs checks, applications and undos as jobs that survive a restart: whoever is alive takes over from whoever died. */
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
    OneTimeTask<Void> undoImportTask(ImportRuns runs) {
        return Tasks.oneTime("import-undo")
                .onFailure(new FailureHandler.OnFailureRetryLater<>(RETRY))
                .execute((instance, context) -> runs.undo(id(instance.getId()), context));
    }

    @Bean
    ImportRuns importRuns(
            ImportJobs jobs,
            CheckImport check,
            ApplyImport apply,
            UndoImport undo,
            Transactions transactions,
            ImportProperties properties) {
        return new ImportRuns(jobs, check, apply, undo, transactions, properties);
    }

    @Bean
    ImportStarts importStarts(
            SchedulerClient scheduler,
            OneTimeTask<Void> checkImportTask,
            OneTimeTask<Void> applyImportTask,
            OneTimeTask<Void> undoImportTask,
            ImportJobs jobs,
            Clock clock) {
        return new ImportStarts(scheduler, checkImportTask, applyImportTask, undoImportTask, jobs, clock);
    }

    private static UUID id(String text) {
        return UUID.fromString(text);
    }

    /** Hands jobs to the scheduler. */
    static final class ImportStarts {

        private final SchedulerClient scheduler;
        private final OneTimeTask<Void> check;
        private final OneTimeTask<Void> apply;
        private final OneTimeTask<Void> undo;
        private final ImportJobs jobs;
        private final Clock clock;

        ImportStarts(
                SchedulerClient scheduler,
                OneTimeTask<Void> check,
                OneTimeTask<Void> apply,
                OneTimeTask<Void> undo,
                ImportJobs jobs,
                Clock clock) {
            this.scheduler = scheduler;
            this.check = check;
            this.apply = apply;
            this.undo = undo;
            this.jobs = jobs;
            this.clock = clock;
        }

        void check(UUID importId) {
            scheduler.scheduleIfNotExists(check.instance(importId.toString()), clock.instant());
        }

        void apply(UUID importId) {
            scheduler.scheduleIfNotExists(apply.instance(importId.toString()), clock.instant());
        }

        void undo(UUID importId) {
            scheduler.scheduleIfNotExists(undo.instance(importId.toString()), clock.instant());
        }

        /** A crash between the state of a job and its task leaves a job nobody runs. */
        @EventListener(ApplicationReadyEvent.class)
        @Scheduled(initialDelayString = "PT1M", fixedDelayString = "PT1M")
        void startForgotten() {
            for (ImportJob job : jobs.running()) {
                switch (job.state()) {
                    case CHECKING -> check(job.id());
                    case APPLYING -> apply(job.id());
                    case UNDOING -> undo(job.id());
                    default -> {
                        // Not running.
                    }
                }
            }
        }
    }

    /** One run of a job on this instance. */
    static final class ImportRuns {

        private final ImportJobs jobs;
        private final CheckImport check;
        private final ApplyImport apply;
        private final UndoImport undo;
        private final Transactions transactions;
        private final long tries;

        ImportRuns(
                ImportJobs jobs,
                CheckImport check,
                ApplyImport apply,
                UndoImport undo,
                Transactions transactions,
                ImportProperties properties) {
            this.jobs = jobs;
            this.check = check;
            this.apply = apply;
            this.undo = undo;
            this.transactions = transactions;
            this.tries = properties.patience().dividedBy(RETRY);
        }

        void check(UUID id, ExecutionContext context) {
            run(id, ImportState.CHECKING, ImportState.CHECKED, context, check::run);
        }

        void apply(UUID id, ExecutionContext context) {
            run(id, ImportState.APPLYING, ImportState.APPLIED, context, apply::run);
        }

        void undo(UUID id, ExecutionContext context) {
            run(id, ImportState.UNDOING, ImportState.UNDONE, context, undo::run);
        }

        @FunctionalInterface
        private interface Work {
            boolean run(ImportJob job, BooleanSupplier goOn);
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
                // Left with the scheduler, so that the next instance takes it up, unless it is not wanted any more.
                if (jobs.find(id).map(ImportJob::state).orElse(during) == during) {
                    throw e;
                }
            } catch (NonTransientDataAccessResourceException
                    | TransientDataAccessResourceException
                    | RecoverableDataAccessException
                    | TransactionException e) {
                // Left with the scheduler, so that whoever has a database takes it up where it stopped.
                throw e;
            } catch (UnreadableFileException e) {
                fail(id, during, e.code());
            } catch (ProblemException e) {
                boolean passing = e.type() == CustomerProblem.NUMBERS_UNAVAILABLE;
                if (passing && context.getExecution().consecutiveFailures < tries) {
                    throw e;
                }
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
    }
}
