package io.kehu.customer.erasure;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import io.kehu.customer.job.CarriedOn;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;

/** Carries erasures on as jobs that survive a restart and wait for services that are away. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ErasureProperties.class)
class ErasureTasks {

    private static final Duration RETRY = Duration.ofSeconds(5);

    @Bean
    OneTimeTask<Void> erasureTask(RunErasure runErasure) {
        return CarriedOn.task("customer-erasure", RETRY, runErasure::run);
    }

    @Bean
    ErasureStarts erasureStarts(
            SchedulerClient scheduler, OneTimeTask<Void> erasureTask, CustomerErasures erasures, Clock clock) {
        return new ErasureStarts(scheduler, erasureTask, erasures, clock);
    }

    /** Hands erasures to the scheduler. */
    static final class ErasureStarts {

        private final SchedulerClient scheduler;
        private final OneTimeTask<Void> task;
        private final CustomerErasures erasures;
        private final Clock clock;

        ErasureStarts(SchedulerClient scheduler, OneTimeTask<Void> task, CustomerErasures erasures, Clock clock) {
            this.scheduler = scheduler;
            this.task = task;
            this.erasures = erasures;
            this.clock = clock;
        }

        void erase(UUID id) {
            scheduler.scheduleIfNotExists(task.instance(id.toString()), clock.instant());
        }

        /** A crash between a decision and its task leaves an erasure nobody carries on. */
        @EventListener(ApplicationReadyEvent.class)
        @Scheduled(initialDelayString = "PT1M", fixedDelayString = "PT1M")
        void startForgotten() {
            erasures.erasing().forEach(this::erase);
        }
    }
}
