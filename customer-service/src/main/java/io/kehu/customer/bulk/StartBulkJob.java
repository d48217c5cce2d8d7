package io.kehu.customer.bulk;

import io.kehu.customer.customer.Scope;
import io.kehu.customer.customer.web.ObjectRules;
import io.kehu.starter.base.TimeOrderedIds;
import io.kehu.starter.protection.audit.AuditEntry;
import io.kehu.starter.protection.audit.AuditTrail;
import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.idempotency.IdempotentRequests;
import io.kehu.starter.web.version.EntityVersion;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Takes orders for work on many customers. */
@Component
public class StartBulkJob {

    static final String PATH = "/customer/v1/bulk-jobs/";

    private final BulkJobs jobs;
    private final ChosenCustomers chosen;
    private final BulkTasks.BulkStarts starts;
    private final ObjectRules objectRules;
    private final IdempotentRequests requests;
    private final AuditTrail audit;
    private final Clock clock;

    StartBulkJob(
            BulkJobs jobs,
            ChosenCustomers chosen,
            BulkTasks.BulkStarts starts,
            ObjectRules objectRules,
            IdempotentRequests requests,
            AuditTrail audit,
            Clock clock) {
        this.jobs = jobs;
        this.chosen = chosen;
        this.starts = starts;
        this.objectRules = objectRules;
        this.requests = requests;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Answers the current request, once per key, with a job that runs.
     *
     * @param order what is wanted, or a problem, in the transaction that begins the job
     */
    public ResponseEntity<BulkJobView> start(Supplier<BulkOrder> order) {
        Caller caller = Caller.required();
        ResponseEntity<BulkJobView> answer = requests.once(() -> {
            BulkJob job = begin(order.get(), caller);
            return ResponseEntity.accepted()
                    .location(URI.create(PATH + job.id()))
                    .eTag(new EntityVersion(job.version()).tag())
                    .body(BulkJobView.of(job, clock.instant()));
        });
        // A replayed answer has another body; its job was started by the first one.
        ResponseEntity<?> given = answer;
        if (given.getBody() instanceof BulkJobView begun) {
            starts.start(begun.id());
        }
        return answer;
    }

    /** In the caller's transaction. */
    BulkJob begin(BulkOrder order, Caller caller) {
        Scope reach = objectRules.scope(caller);
        Instant asOf = jobs.asOf(clock.instant()).truncatedTo(ChronoUnit.MICROS);
        int total = chosen.count(order, caller, reach, asOf);
        BulkJob job = new BulkJob(
                TimeOrderedIds.next(),
                BulkState.RUNNING,
                order,
                caller,
                reach,
                new BulkJob.Counts(total, 0, 0, 0),
                null,
                null,
                1,
                asOf,
                null);
        jobs.begin(job);
        audit.record(
                AuditEntry.of("bulk.start", job.id().toString(), order.kind().name())
                        .because("customers: " + total));
        return job;
    }
}
