package io.kehu.customer.transfer;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import io.kehu.customer.CustomerProblem;
import io.kehu.customer.job.CarriedOn;
import io.kehu.customer.job.Job;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.web.problem.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.scheduling.annotation.Scheduled;

/** Runs checks, applications and undos as jobs that survive a restart: whoever is alive takes over from whoever died. */
@Configuration(proxyBeanMethods = false)
class ImportTasks {

    /** A run that stops with its instance is taken up by the next one. */
    private static final Duration RETRY = Duration.ofSeconds(2);

    @Bean
    OneTimeTask<Void> checkImportTask(
            ImportJobs jobs, CheckImport check, Transactions transactions, ImportProperties properties) {
        return new ImportWork(jobs, transactions, properties, ImportState.CHECKING, ImportState.CHECKED, check::run)
                .task("import-check");
    }

    @Bean
    OneTimeTask<Void> applyImportTask(
            ImportJobs jobs, ApplyImport apply, Transactions transactions, ImportProperties properties) {
        return new ImportWork(jobs, transactions, properties, ImportState.APPLYING, ImportState.APPLIED, apply::run)
                .task("import-apply");
    }

    @Bean
    OneTimeTask<Void> undoImportTask(
            ImportJobs jobs, UndoImport undo, Transactions transactions, ImportProperties properties) {
        return new ImportWork(jobs, transactions, properties, ImportState.UNDOING, ImportState.UNDONE, undo::run)
                .task("import-undo");
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

    /** A phase of an import, from wherever it stopped. */
    private record ImportWork(
            ImportJobs jobs,
            Transactions transactions,
            ImportProperties properties,
            ImportState during,
            ImportState after,
            BiPredicate<ImportJob, BooleanSupplier> work)
            implements Job {

        OneTimeTask<Void> task(String name) {
            return CarriedOn.job(name, RETRY, this);
        }

        @Override
        public boolean run(UUID id, BooleanSupplier goOn) {
            ImportJob job = jobs.find(id).orElse(null);
            if (job == null || job.state() != during) {
                return true;
            }
            boolean finished = work.test(job, () -> goOn.getAsBoolean() && isWanted(id));
            if (finished) {
                transactions.run(() -> jobs.move(id, List.of(during), after, null));
            }
            return finished;
        }

        @Override
        public void fail(UUID id, String reason) {
            transactions.run(() -> jobs.move(id, List.of(during), ImportState.FAILED, reason));
        }

        /** Numbers may come again, and whoever changes the same customers now may be gone in a while. */
        @Override
        public boolean isPassing(RuntimeException e, int failures) {
            boolean passing = e instanceof ConcurrencyFailureException
                    || (e instanceof ProblemException problem && problem.type() == CustomerProblem.NUMBERS_UNAVAILABLE);
            return passing && failures < properties.patience().dividedBy(RETRY);
        }

        @Override
        public String reason(RuntimeException e) {
            return e instanceof UnreadableFileException unreadable ? unreadable.code() : Job.super.reason(e);
        }

        private boolean isWanted(UUID id) {
            return jobs.find(id).map(job -> job.state() == during).orElse(false);
        }
    }
}
