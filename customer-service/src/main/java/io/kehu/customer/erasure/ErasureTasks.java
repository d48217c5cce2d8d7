package io.kehu.customer.erasure;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import io.kehu.customer.job.CarriedOn;
import io.kehu.customer.job.Starts;
import java.time.Clock;
import java.time.Duration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Carries erasures on as jobs that survive a restart and wait for services that are away. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ErasureProperties.class)
class ErasureTasks {

    private static final Duration RETRY = Duration.ofSeconds(5);

    @Bean
    OneTimeTask<Void> erasureTask(RunErasure runErasure) {
        return CarriedOn.untilDone("customer-erasure", RETRY, runErasure::run);
    }

    @Bean
    ErasureStarts erasureStarts(
            SchedulerClient scheduler, OneTimeTask<Void> erasureTask, CustomerErasures erasures, Clock clock) {
        return new ErasureStarts(scheduler, erasureTask, erasures, clock);
    }

    /** Hands erasures to the scheduler. */
    static class ErasureStarts extends Starts {

        ErasureStarts(SchedulerClient scheduler, OneTimeTask<Void> task, CustomerErasures erasures, Clock clock) {
            super(scheduler, task, erasures::erasing, clock);
        }
    }
}
