package io.kehu.identity.lease;

import io.kehu.identity.IdentityProblem;
import io.kehu.identity.scheme.Schemes;
import io.kehu.starter.security.Role;
import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.problem.ProblemException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Takes the numbers back that a holder did not use. */
@Component
class ReturnLease {

    private final Leases leases;
    private final LeaseBlocks blocks;
    private final UsedNumbers usedNumbers;
    private final Schemes schemes;
    private final Clock clock;

    ReturnLease(Leases leases, LeaseBlocks blocks, UsedNumbers usedNumbers, Schemes schemes, Clock clock) {
        this.leases = leases;
        this.blocks = blocks;
        this.usedNumbers = usedNumbers;
        this.schemes = schemes;
        this.clock = clock;
    }

    /**
     * In the caller's transaction.
     *
     * @param lastUsed up to this number all are used; missing when all used ones were reported
     */
    Lease giveBack(LeaseId id, long epoch, @Nullable String lastUsed, Caller caller) {
        Lease lease = leases.lock(id)
                .filter(found -> found.isOf(caller) || caller.has(Role.ADMIN))
                .orElseThrow(() -> new ProblemException(IdentityProblem.LEASE_NOT_FOUND));
        lease.mustHaveEpoch(epoch);
        Instant now = clock.instant();
        lease.mustRun(now);
        if (lastUsed != null) {
            issueUpTo(lastUsed, lease, now);
        }
        blocks.giveBackOpen(id, now);
        return leases.close(id, now);
    }

    private void issueUpTo(String lastUsed, Lease lease, Instant now) {
        long last = new LeasedNumbers(schemes.required(lease.scheme()), lease)
                .read(lastUsed)
                .sequence()
                .orElseThrow(() -> ProblemException.field("/lastUsed", "lease-number"));
        int issued = usedNumbers.issue(
                lease,
                blocks.openUpTo(lease.id(), last),
                List.of(new SequenceRange(lease.range().from(), last)),
                now);
        if (issued > 0) {
            leases.addUsed(lease.id(), issued);
        }
    }
}
