package io.kehu.customer.job;

import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.time.Duration;
import java.util.UUID;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;

/** Tasks that carry something on until it is done: tried again when they fail, taken up by another instance when theirs stops. */
public final class CarriedOn {

    private CarriedOn() {}

    /** Left with the scheduler, so that the next instance takes it up. */
    private static final class StoppedException extends RuntimeException {

        private static final long serialVersionUID = 1;
    }

    /**
     * A task whose instances are named by what they carry on.
     *
     * @param retry how long to wait after a failure
     * @param work told whether to go on between steps; false when it was stopped before the end
     */
    public static OneTimeTask<Void> task(String name, Duration retry, BiPredicate<UUID, BooleanSupplier> work) {
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
}
