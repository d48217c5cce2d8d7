package io.kehu.customer.export;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import io.kehu.customer.job.CarriedOn;
import io.kehu.customer.job.Job;
import io.kehu.customer.job.Starts;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Runs exports. */
@Configuration(proxyBeanMethods = false)
class ExportTasks {

    private static final Duration RETRY = Duration.ofSeconds(2);

    @Bean
    OneTimeTask<Void> produceExportTask(ProduceExport produce, EndExports endExports) {
        return CarriedOn.job("export-produce", RETRY, new ExportWork(produce, endExports));
    }

    @Bean
    ExportStarts exportStarts(
            SchedulerClient scheduler, OneTimeTask<Void> produceExportTask, ExportJobs jobs, Clock clock) {
        return new ExportStarts(scheduler, produceExportTask, jobs, clock);
    }

    /** An export, from wherever it stopped. */
    private record ExportWork(ProduceExport produce, EndExports endExports) implements Job {

        @Override
        public boolean run(UUID id, BooleanSupplier goOn) {
            return produce.run(id, goOn);
        }

        @Override
        public void fail(UUID id, String reason) {
            endExports.fail(id, reason);
        }
    }

    /** Hands exports to the scheduler. */
    static class ExportStarts extends Starts {

        ExportStarts(SchedulerClient scheduler, OneTimeTask<Void> produce, ExportJobs jobs, Clock clock) {
            super(scheduler, produce, jobs::running, clock);
        }
    }
}
