package io.kehu.customer.job;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import java.time.Clock;
import java.util.Collection;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;

/** Hands work of one kind to the scheduler. A crash between the state of a job and its task leaves a job nobody runs, until it is looked for. */
public abstract class Starts {

    private final SchedulerClient scheduler;
    private final OneTimeTask<Void> task;
    private final Supplier<? extends Collection<UUID>> unfinished;
    private final Clock clock;

    protected Starts(
            SchedulerClient scheduler,
            OneTimeTask<Void> task,
            Supplier<? extends Collection<UUID>> unfinished,
            Clock clock) {
        this.scheduler = scheduler;
        this.task = task;
        this.unfinished = unfinished;
        this.clock = clock;
    }

    /** Unless it has been handed over already. */
    public final void start(UUID id) {
        scheduler.scheduleIfNotExists(task.instance(id.toString()), clock.instant());
    }

    @EventListener(ApplicationReadyEvent.class)
    @Scheduled(initialDelayString = "PT1M", fixedDelayString = "PT1M")
    public final void startForgotten() {
        unfinished.get().forEach(this::start);
    }
}
