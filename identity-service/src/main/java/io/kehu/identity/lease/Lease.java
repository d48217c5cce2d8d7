package io.kehu.identity.lease;

import io.kehu.identity.IdentityProblem;
import io.kehu.identity.scheme.SchemeCode;
import io.kehu.starter.security.Role;
import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.problem.ProblemException;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Numbers that one holder gives out by itself.
 *
 * @param holder name of the shop or till, chosen by the subject that asked; it stands as issuer beside the numbers that were used
 * @param epoch one more than that of the lease these numbers come back from, 1 for new numbers
 * @param used how many are known to be used
 * @param createdBy subject that asked; the lease is its
 */
record Lease(
        LeaseId id,
        SchemeCode scheme,
        String partition,
        @Nullable String branch,
        String holder,
        long epoch,
        SequenceRange range,
        int used,
        State state,
        Instant expiresAt,
        Instant createdAt,
        String createdBy,
        @Nullable Instant closedAt,
        long version) {

    static final String HOLDER_PATTERN = "[A-Za-z0-9][A-Za-z0-9._:/-]{0,99}";

    private static final Set<Role> OVERSEERS = Set.of(Role.ADMIN, Role.AUDITOR, Role.MANAGER);

    /** Where a lease is in its life. */
    enum State {
        /** The holder uses it. */
        OPEN,
        /** The holder returned what was left. */
        CLOSED,
        /** It ran out before it was returned. */
        EXPIRED
    }

    /** Whether the caller may look at everybody's leases. */
    static boolean oversees(Caller caller) {
        return caller.hasAny(OVERSEERS);
    }

    boolean isOf(Caller caller) {
        return createdBy.equals(caller.originatingSubject());
    }

    /** Whether its numbers may be given out now; the sweep that writes this down may come a little later. */
    boolean isRunning(Instant now) {
        return state == State.OPEN && now.isBefore(expiresAt);
    }

    void mustHaveEpoch(long claimed) {
        if (claimed != epoch) {
            throw new ProblemException(IdentityProblem.LEASE_EPOCH_WRONG);
        }
    }

    void mustRun(Instant now) {
        if (!isRunning(now)) {
            throw new ProblemException(
                    IdentityProblem.LEASE_CLOSED, state == State.OPEN ? State.EXPIRED.name() : state.name());
        }
    }

    /** Also after it expired: numbers that customers carry exist, whether they were reported in time or not. */
    void mustTakeReports() {
        if (state == State.CLOSED) {
            throw new ProblemException(IdentityProblem.LEASE_CLOSED, state.name());
        }
    }
}
