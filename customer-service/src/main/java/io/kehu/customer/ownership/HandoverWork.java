package io.kehu.customer.ownership;

import io.kehu.customer.CustomerProblem;
import io.kehu.customer.bulk.BulkJob;
import io.kehu.customer.bulk.BulkKind;
import io.kehu.customer.bulk.BulkOrder.Handover;
import io.kehu.customer.bulk.BulkWork;
import io.kehu.customer.customer.CustomerList;
import io.kehu.customer.customer.CustomerNumber;
import io.kehu.customer.customer.Ownership;
import io.kehu.customer.customer.web.ObjectRules;
import io.kehu.customer.ownership.Ownerships.Cause;
import io.kehu.customer.ownership.Ownerships.Move;
import io.kehu.starter.protection.audit.AuditEntry;
import io.kehu.starter.protection.audit.AuditTrail;
import io.kehu.starter.web.problem.ProblemException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Hands customers over page by page. Who has become somebody else's since stays theirs. */
@Component
class HandoverWork implements BulkWork {

    private final Ownerships ownerships;
    private final GiveCustomers giveCustomers;
    private final CustomerList customers;
    private final ObjectRules objectRules;
    private final AuditTrail audit;

    HandoverWork(
            Ownerships ownerships,
            GiveCustomers giveCustomers,
            CustomerList customers,
            ObjectRules objectRules,
            AuditTrail audit) {
        this.ownerships = ownerships;
        this.giveCustomers = giveCustomers;
        this.customers = customers;
        this.objectRules = objectRules;
        this.audit = audit;
    }

    @Override
    public boolean does(BulkKind kind) {
        return kind == BulkKind.HANDOVER;
    }

    @Override
    public Done settle(BulkJob job, List<CustomerNumber> page) {
        Handover handover = job.order().wholeHandover();
        String team = team(handover);
        // Locked first and looked at then, so that nobody is taken from who has just claimed them.
        List<Holding> locked = ownerships.lock(page);
        Set<CustomerNumber> reached = new HashSet<>(customers.admitted(objectRules.scope(job.askedBy()), page));
        List<Move> moves = locked.stream()
                .filter(holding -> holding.active()
                        && handover.from().equals(holding.ownership().owner())
                        && reached.contains(holding.number()))
                .map(holding -> new Move(holding, after(handover, team, holding)))
                .toList();
        ChangeKind kind = handover.pool() == null ? ChangeKind.TRANSFERRED : ChangeKind.RELEASED;
        ownerships.move(moves, new Cause(kind, job.askedBy().originatingSubject(), handover.reason()));
        audit.recordAll(moves.stream()
                .map(move -> AuditEntry.of(
                                "customer.transfer", move.before().number().value(), "owner", "team", "pool")
                        .because("bulk job " + job.id()))
                .toList());
        return new Done(moves.size(), 0);
    }

    private @Nullable String team(Handover handover) {
        try {
            giveCustomers.mustBeOpen(handover.pool());
            return giveCustomers.home(handover.owner(), handover.team());
        } catch (ProblemException e) {
            throw new ProblemException(CustomerProblem.HANDOVER_HEIR_GONE);
        }
    }

    private static Ownership after(Handover handover, @Nullable String team, Holding holding) {
        String pool = handover.pool() == null ? holding.ownership().pool() : handover.pool();
        return new Ownership(handover.owner(), team, pool);
    }
}
