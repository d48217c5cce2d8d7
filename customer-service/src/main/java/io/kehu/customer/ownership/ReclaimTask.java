package io.kehu.customer.ownership;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Looks for customers to take back, every hour, on one instance. */
@Configuration(proxyBeanMethods = false)
class ReclaimTask {

    private static final Duration PAUSE = Duration.ofHours(1);

    @Bean
    RecurringTask<Void> reclaimCustomersTask(ReclaimCustomers reclaim) {
        return Tasks.recurring("pool-reclaim", FixedDelay.of(PAUSE))
                .execute((instance, context) ->
                        reclaim.run(() -> !context.getSchedulerState().isShuttingDown()));
    }
}
