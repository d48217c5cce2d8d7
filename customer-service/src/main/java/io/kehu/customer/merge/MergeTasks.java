package io.kehu.customer.merge;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import io.kehu.customer.job.CarriedOn;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;

/** Carries merges on as jobs that survive a restart and wait for services that are away. */
@Configuration(proxyBeanMethods = false)
class MergeTasks {

    private static final Duration RETRY = Duration.ofSeconds(2);

    @Bean
    OneTimeTask<Void> mergeTask(RunMerge runMerge) {
        return CarriedOn.untilDone("customer-merge", RETRY, runMerge::run);
    }

    /** Its own, because that of the merge may still be ending when an undo begins, and would swallow it. */
    @Bean
    OneTimeTask<Void> unmergeTask(RunMerge runMerge) {
        return CarriedOn.untilDone("customer-unmerge", RETRY, runMerge::run);
    }

    @Bean
    MergeStarts mergeStarts(
            SchedulerClient scheduler,
            OneTimeTask<Void> mergeTask,
            OneTimeTask<Void> unmergeTask,
            CustomerMerges merges,
            MergeProperties properties,
            Clock clock) {
        return new MergeStarts(scheduler, mergeTask, unmergeTask, merges, properties, clock);
    }

    /** Hands merges to the scheduler. */
    static final class MergeStarts {

        private final SchedulerClient scheduler;
        private final OneTimeTask<Void> merge;
        private final OneTimeTask<Void> unmerge;
        private final CustomerMerges merges;
        private final MergeProperties properties;
        private final Clock clock;

        MergeStarts(
                SchedulerClient scheduler,
                OneTimeTask<Void> merge,
                OneTimeTask<Void> unmerge,
                CustomerMerges merges,
                MergeProperties properties,
                Clock clock) {
            this.scheduler = scheduler;
            this.merge = merge;
            this.unmerge = unmerge;
            this.merges = merges;
            this.properties = properties;
            this.clock = clock;
        }

        void merge(UUID mergeId) {
            scheduler.scheduleIfNotExists(merge.instance(mergeId.toString()), clock.instant());
        }

        void undo(UUID mergeId) {
            scheduler.scheduleIfNotExists(unmerge.instance(mergeId.toString()), clock.instant());
        }

        /** A crash between a merge and its task leaves a merge nobody carries on. */
        @EventListener(ApplicationReadyEvent.class)
        @Scheduled(initialDelayString = "PT1M", fixedDelayString = "PT1M")
        void startForgotten() {
            merges.inState(MergeState.MERGING, MergeState.REVERTING).forEach(this::merge);
            merges.inState(MergeState.UNDOING).forEach(this::undo);
        }

        @Scheduled(initialDelayString = "PT5M", fixedDelayString = "PT1H")
        void forget() {
            merges.forget(clock.instant().minus(properties.undoWindow()));
        }
    }
}
