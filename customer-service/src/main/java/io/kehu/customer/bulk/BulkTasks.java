package io.kehu.customer.bulk;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import io.kehu.customer.job.CarriedOn;
import io.kehu.customer.job.Starts;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Runs jobs over many customers. */
@Configuration(proxyBeanMethods = false)
class BulkTasks {

    private static final Duration RETRY = Duration.ofSeconds(2);

    @Bean
    OneTimeTask<Void> bulkJobTask(RunBulkJob runBulkJob) {
        return CarriedOn.job("bulk-job", RETRY, runBulkJob);
    }

    @Bean
    BulkStarts bulkStarts(SchedulerClient scheduler, OneTimeTask<Void> bulkJobTask, BulkJobs jobs, Clock clock) {
        return new BulkStarts(scheduler, bulkJobTask, jobs, clock);
    }

    /** Hands jobs to the scheduler. */
    static class BulkStarts extends Starts {

        BulkStarts(SchedulerClient scheduler, OneTimeTask<Void> task, BulkJobs jobs, Clock clock) {
            super(scheduler, task, jobs::running, clock);
        }
    }
}
