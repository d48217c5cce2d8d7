package io.kehu.identity.lease;

import io.kehu.identity.IdentityProblem;
import io.kehu.identity.number.CustomerNumber;
import io.kehu.identity.scheme.Schemes;
import io.kehu.starter.security.Role;
import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.page.Cursor;
import io.kehu.starter.web.page.Page;
import io.kehu.starter.web.page.PageRequest;
import io.kehu.starter.web.problem.ProblemException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** Leases to those who may see them: their own, or all for overseers. */
@Component
class ShowLeases {

    private final Leases leases;
    private final LeaseBlocks blocks;
    private final Schemes schemes;
    private final Clock clock;

    ShowLeases(Leases leases, LeaseBlocks blocks, Schemes schemes, Clock clock) {
        this.leases = leases;
        this.blocks = blocks;
        this.schemes = schemes;
        this.clock = clock;
    }

    Lease one(LeaseId id, Caller caller) {
        return leases.find(id)
                .filter(lease -> lease.isOf(caller) || Lease.oversees(caller))
                .orElseThrow(() -> new ProblemException(IdentityProblem.LEASE_NOT_FOUND));
    }

    Page<Lease> list(LeaseFilter filter, PageRequest page) {
        return Page.of(leases.list(filter, page), page, lease -> Cursor.of(lease.id()));
    }

    /** The numbers that may still be given out, in sequence; none when the lease is over. */
    Page<CustomerNumber> numbers(LeaseId id, PageRequest page, Caller caller) {
        Lease lease = leases.find(id)
                .filter(found -> found.isOf(caller) || caller.has(Role.ADMIN))
                .orElseThrow(() -> new ProblemException(IdentityProblem.LEASE_NOT_FOUND));
        Cursor cursor = page.after(1);
        long after = cursor == null ? 0 : cursor.number(0);
        List<Long> sequences = lease.isRunning(clock.instant()) ? openSequences(id, after, page.fetch()) : List.of();
        LeasedNumbers numbers = new LeasedNumbers(schemes.required(lease.scheme()), lease);
        return Page.of(sequences, page, Cursor::of).map(numbers::number);
    }

    private List<Long> openSequences(LeaseId id, long after, int limit) {
        List<Long> sequences = new ArrayList<>();
        for (LeaseBlock block : blocks.open(id, after, limit)) {
            for (long sequence = Math.max(block.range().from(), after + 1);
                    sequence <= block.range().to() && sequences.size() < limit;
                    sequence++) {
                sequences.add(sequence);
            }
        }
        return sequences;
    }
}
