package io.kehu.customer.transfer;

import io.kehu.starter.database.Transactions;
import io.kehu.starter.protection.audit.AuditEntry;
import io.kehu.starter.protection.audit.AuditTrail;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Forgets the files of imports, and the values before them, when nobody can undo them any more: what is not needed is not kept. */
@Component
class ForgetImports {

    private static final int AT_ONCE = 50;

    private final ImportJobs jobs;
    private final ImportFiles files;
    private final RowChanges changes;
    private final CustomersBefore before;
    private final GivenTags givenTags;
    private final ImportProperties properties;
    private final Transactions transactions;
    private final AuditTrail audit;
    private final Clock clock;

    ForgetImports(
            ImportJobs jobs,
            ImportFiles files,
            RowChanges changes,
            CustomersBefore before,
            GivenTags givenTags,
            ImportProperties properties,
            Transactions transactions,
            AuditTrail audit,
            Clock clock) {
        this.jobs = jobs;
        this.files = files;
        this.changes = changes;
        this.before = before;
        this.givenTags = givenTags;
        this.properties = properties;
        this.transactions = transactions;
        this.audit = audit;
        this.clock = clock;
    }

    @Scheduled(initialDelayString = "PT5M", fixedDelayString = "PT1H")
    void forget() {
        List<UUID> ids = jobs.toForget(clock.instant().minus(properties.undoWindow()), AT_ONCE);
        for (UUID id : ids) {
            transactions.run(() -> forget(id));
        }
    }

    private void forget(UUID id) {
        ImportJob job = jobs.lock(id);
        if (job.state().isRunning() || job.forgottenAt() != null) {
            return;
        }
        files.forget(id);
        changes.forget(id);
        before.forget(id);
        givenTags.forget(id);
        jobs.forgotten(id);
        audit.record(AuditEntry.of("import.forget", id.toString()));
    }
}
