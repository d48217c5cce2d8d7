package io.kehu.customer.job;

import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.time.Duration;
import java.util.UUID;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.transaction.TransactionException;

/** Tasks that survive a restart: whoever is alive takes over from whoever died. Their instances are named by what they carry on. */
public final class CarriedOn {

    private static final Logger log = LoggerFactory.getLogger(CarriedOn.class);

    private CarriedOn() {}

    /**
     * Tried again until it is done.
     *
     * @param retry how long to wait after a failure
     * @param work told whether to go on between steps; false when it was stopped before the end
     */
    public static OneTimeTask<Void> untilDone(String name, Duration retry, BiPredicate<UUID, BooleanSupplier> work) {
        return Tasks.oneTime(name)
                .onFailure(new FailureHandler.OnFailureRetryLater<>(retry))
                .execute((instance, context) -> {
                    boolean finished = work.test(
                            UUID.fromString(instance.getId()),
                            () -> !context.getSchedulerState().isShuttingDown());
                    if (!finished) {
                        throw new StoppedException();
                    }
                });
    }

    /**
     * Tried again while there is no database or the failure is passing; otherwise the job fails.
     *
     * @param retry how long to wait after a failure
     */
    public static OneTimeTask<Void> job(String name, Duration retry, Job job) {
        return Tasks.oneTime(name)
                .onFailure(new FailureHandler.OnFailureRetryLater<>(retry))
                .execute((instance, context) -> run(
                        name,
                        UUID.fromString(instance.getId()),
                        job,
                        () -> !context.getSchedulerState().isShuttingDown(),
                        context.getExecution().consecutiveFailures));
    }

    private static void run(String name, UUID id, Job job, BooleanSupplier goOn, int failures) {
        try {
            if (!job.run(id, goOn) && !goOn.getAsBoolean()) {
                throw new StoppedException();
            }
        } catch (StoppedException
                | NonTransientDataAccessResourceException
                | TransientDataAccessResourceException
                | RecoverableDataAccessException
                | TransactionException e) {
            // Left with the scheduler, so that whoever has a database takes it up where it stopped.
            throw e;
        } catch (RuntimeException e) {
            if (job.isPassing(e, failures)) {
                throw e;
            }
            String reason = job.reason(e);
            if (reason.equals(Job.UNEXPECTED)) {
                log.error("{} {} stopped", name, id, e);
            }
            job.fail(id, reason);
        }
    }
}
