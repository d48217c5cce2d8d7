package io.kehu.customer.export;

import io.kehu.starter.database.Transactions;
import io.kehu.starter.protection.audit.AuditEntry;
import io.kehu.starter.protection.audit.AuditTrail;
import java.time.Clock;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Ends exports so that nothing is left of their files: the rows are deleted, and the key they were sealed with is destroyed. */
@Component
class EndExports {

    private static final int AT_ONCE = 50;

    private final ExportJobs jobs;
    private final ExportChunks chunks;
    private final ExportFigures figures;
    private final ExportProperties properties;
    private final Transactions transactions;
    private final AuditTrail audit;
    private final Clock clock;

    EndExports(
            ExportJobs jobs,
            ExportChunks chunks,
            ExportFigures figures,
            ExportProperties properties,
            Transactions transactions,
            AuditTrail audit,
            Clock clock) {
        this.jobs = jobs;
        this.chunks = chunks;
        this.figures = figures;
        this.properties = properties;
        this.transactions = transactions;
        this.audit = audit;
        this.clock = clock;
    }

    /** In the caller's transaction, on a locked job. */
    void end(UUID id, ExportState to, @Nullable String failure, @Nullable String refusedBy, String action) {
        chunks.destroy(id);
        jobs.end(id, to, failure, refusedBy, clock.instant());
        audit.record(AuditEntry.of(action, id.toString()));
        figures.ended(to);
    }

    /** A run that cannot be finished. */
    void fail(UUID id, String reason) {
        transactions.run(() -> {
            if (jobs.lock(id).state() == ExportState.RUNNING) {
                end(id, ExportState.FAILED, reason, null, "export.fail");
            }
        });
    }

    @Scheduled(initialDelayString = "PT1M", fixedDelayString = "PT1M")
    void expire() {
        for (UUID id : jobs.expired(clock.instant(), AT_ONCE)) {
            transactions.run(() -> {
                ExportJob job = jobs.lock(id);
                boolean due =
                        job.times().expires() != null && !job.times().expires().isAfter(clock.instant());
                if (due && (job.state() == ExportState.READY || job.state() == ExportState.WAITING)) {
                    end(id, ExportState.EXPIRED, null, null, "export.expire");
                }
            });
        }
    }

    /** What somebody said in their own words is not kept for ever; who asked for what, and what became of it, is. */
    @Scheduled(initialDelayString = "PT5M", fixedDelayString = "PT1H")
    void forget() {
        for (UUID id : jobs.toForget(clock.instant().minus(properties.recordKept()), AT_ONCE)) {
            transactions.run(() -> {
                jobs.lock(id);
                jobs.forget(id, clock.instant());
                audit.record(AuditEntry.of("export.forget", id.toString()));
            });
        }
    }
}
