package io.kehu.customer.bulk;

import io.kehu.customer.customer.CustomerList;
import io.kehu.customer.customer.CustomerNumber;
import io.kehu.customer.customer.web.ObjectRules;
import io.kehu.customer.job.Job;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.protection.audit.AuditEntry;
import io.kehu.starter.protection.audit.AuditTrail;
import io.kehu.starter.web.problem.ProblemException;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Carries a job on, a page of customers in a short transaction that says how far it has come, so that after a crash nothing is done twice.
 * Two instances that run the same job take turns at its row.
 */
@Component
class RunBulkJob implements Job {

    static final int PAGE = 500;

    private final BulkJobs jobs;
    private final ChosenCustomers chosen;
    private final CustomerList customers;
    private final List<BulkWork> works;
    private final ObjectRules objectRules;
    private final Transactions transactions;
    private final AuditTrail audit;
    private final Clock clock;

    RunBulkJob(
            BulkJobs jobs,
            ChosenCustomers chosen,
            CustomerList customers,
            List<BulkWork> works,
            ObjectRules objectRules,
            Transactions transactions,
            AuditTrail audit,
            Clock clock) {
        this.jobs = jobs;
        this.chosen = chosen;
        this.customers = customers;
        this.works = works;
        this.objectRules = objectRules;
        this.transactions = transactions;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * @param goOn asked between pages
     * @return false when it was stopped before the end
     * @throws ProblemException when it cannot go on
     */
    @Override
    public boolean run(UUID id, BooleanSupplier goOn) {
        while (goOn.getAsBoolean()) {
            if (!transactions.call(() -> settleOn(id))) {
                return true;
            }
        }
        return false;
    }

    /** The next page, in the caller's transaction. @return false when there is nothing more to do */
    boolean settleOn(UUID id) {
        BulkJob job = jobs.lock(id);
        if (job.state() != BulkState.RUNNING) {
            return false;
        }
        List<CustomerNumber> found = chosen.page(job, PAGE);
        if (found.isEmpty()) {
            jobs.conclude(id);
            end(jobs.lock(id), BulkState.FINISHED, null);
            return false;
        }
        // Whoever has lost reach since does no more; whoever has gained some gains nothing.
        Set<CustomerNumber> reached = new HashSet<>(customers.admitted(objectRules.scope(job.askedBy()), found));
        List<CustomerNumber> page = found.stream().filter(reached::contains).toList();
        BulkWork.Done done =
                page.isEmpty() ? new BulkWork.Done(0, 0) : work(job).settle(job, page);
        jobs.advance(id, found.getLast(), done, found.size() - done.changed() - done.unchanged());
        return true;
    }

    /** A run that cannot go on. */
    @Override
    public void fail(UUID id, String reason) {
        transactions.run(() -> {
            BulkJob job = jobs.lock(id);
            if (job.state() == BulkState.RUNNING) {
                end(job, BulkState.FAILED, reason);
            }
        });
    }

    private void end(BulkJob job, BulkState state, @Nullable String failure) {
        jobs.end(job.id(), state, failure, clock.instant());
        BulkJob.Counts counts = job.counts();
        audit.record(AuditEntry.of(
                        state == BulkState.FAILED ? "bulk.fail" : "bulk.finish",
                        job.id().toString())
                .because("changed: %d, unchanged: %d, skipped: %d"
                        .formatted(counts.changed(), counts.unchanged(), counts.skipped())));
    }

    private BulkWork work(BulkJob job) {
        BulkKind kind = job.order().kind();
        return works.stream()
                .filter(work -> work.does(kind))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Nobody does " + kind));
    }
}
