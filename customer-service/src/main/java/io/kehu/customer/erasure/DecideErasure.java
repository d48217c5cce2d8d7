package io.kehu.customer.erasure;

import io.kehu.customer.CustomerProblem;
import io.kehu.customer.customer.CustomerNumber;
import io.kehu.customer.customer.Customers;
import io.kehu.customer.customer.EraseRecords;
import io.kehu.customer.customer.Origin;
import io.kehu.customer.customer.Source;
import io.kehu.customer.merge.EndedMerges;
import io.kehu.starter.merging.MergedNumbers;
import io.kehu.starter.protection.audit.AuditEntry;
import io.kehu.starter.protection.audit.AuditTrail;
import io.kehu.starter.web.problem.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Agrees to erasures and refuses them. */
@Component
class DecideErasure {

    private static final Duration SOON = Duration.ofSeconds(2);

    private final CustomerErasures erasures;
    private final ErasureSteps steps;
    private final MergedNumbers numbers;
    private final EndedMerges merges;
    private final Customers customers;
    private final EraseRecords records;
    private final ErasureProperties properties;
    private final AuditTrail audit;
    private final Clock clock;

    DecideErasure(
            CustomerErasures erasures,
            ErasureSteps steps,
            MergedNumbers numbers,
            EndedMerges merges,
            Customers customers,
            EraseRecords records,
            ErasureProperties properties,
            AuditTrail audit,
            Clock clock) {
        this.erasures = erasures;
        this.steps = steps;
        this.numbers = numbers;
        this.merges = merges;
        this.customers = customers;
        this.records = records;
        this.properties = properties;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * In the caller's transaction. From then on the record is closed, with all numbers that stand for it.
     *
     * @throws ProblemException when it is decided, or by who asked, or while a merge is under way
     */
    void approve(UUID id, String by) {
        // The numbers first: until the end nobody merges, so that nobody is left out and nobody else is taken in.
        numbers.hold();
        CustomerErasure erasure = decidable(id, by);
        List<CustomerNumber> family = numbers.family(erasure.number().value()).stream()
                .map(CustomerNumber::new)
                .toList();
        if (merges.underWay(family)) {
            throw new ProblemException(CustomerProblem.MERGE_UNDER_WAY).retryAfter(SOON);
        }
        customers.lock(family);
        merges.end(family);
        records.close(family.getFirst(), Origin.of(Source.CONSOLE, by));
        erasures.approve(id, family, by, clock.instant());
        steps.begin(id);
        audit.record(AuditEntry.of("erasure.approve", erasure.number().value()).because("erasure " + id));
    }

    /** In the caller's transaction. @throws ProblemException when it is decided, or by who asked */
    void refuse(UUID id, String reason, String by) {
        CustomerErasure erasure = decidable(id, by);
        erasures.refuse(id, reason, by, clock.instant());
        audit.record(AuditEntry.of("erasure.refuse", erasure.number().value()).because("erasure " + id));
    }

    private CustomerErasure decidable(UUID id, String by) {
        CustomerErasure erasure =
                erasures.lock(id).orElseThrow(() -> new ProblemException(CustomerProblem.ERASURE_NOT_FOUND));
        if (erasure.state() != ErasureState.REQUESTED) {
            throw new ProblemException(CustomerProblem.ERASURE_STATE, erasure.state());
        }
        if (properties.secondPerson() && erasure.requestedBy().equals(by)) {
            throw new ProblemException(CustomerProblem.ERASURE_OWN_APPROVAL);
        }
        return erasure;
    }
}
