package io.kehu.customer.ownership;

import io.kehu.customer.customer.CustomerNumber;
import io.kehu.customer.customer.Ownership;
import io.kehu.customer.ownership.Ownerships.Cause;
import io.kehu.customer.ownership.Ownerships.Move;
import io.kehu.customer.ownership.Settled.Outcome;
import io.kehu.customer.staff.Pools;
import io.kehu.customer.staff.Staff;
import io.kehu.customer.staff.StaffMember;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Takes customers out of pools for somebody, as far as the pool's limits go. Who comes first has them. */
@Component
class ClaimCustomers {

    private static final Duration DAY = Duration.ofHours(24);

    private final Ownerships ownerships;
    private final Pools pools;
    private final Staff staff;
    private final Clock clock;

    ClaimCustomers(Ownerships ownerships, Pools pools, Staff staff, Clock clock) {
        this.ownerships = ownerships;
        this.pools = pools;
        this.staff = staff;
        this.clock = clock;
    }

    /** What somebody may still take from a pool. */
    private static final class Allowance {

        private final boolean open;
        private int toHold;
        private int today;

        Allowance(boolean open, int toHold, int today) {
            this.open = open;
            this.toHold = toHold;
            this.today = today;
        }

        Outcome take() {
            if (toHold <= 0) {
                return Outcome.HOLDING_LIMIT;
            }
            if (today <= 0) {
                return Outcome.DAILY_LIMIT;
            }
            toHold--;
            today--;
            return Outcome.DONE;
        }
    }

    /** In the caller's transaction. */
    Settled claim(Collection<CustomerNumber> numbers, String subject) {
        ownerships.queueClaims(subject);
        StaffMember member = staff.member(subject);
        Settled settled = new Settled(numbers);
        Map<String, Allowance> allowances = new HashMap<>();
        for (Holding holding : ownerships.lock(numbers)) {
            Ownership before = holding.ownership();
            Allowance allowance = allowances.computeIfAbsent(before.pool(), pool -> allowance(pool, member));
            if (!holding.active() || !allowance.open) {
                continue;
            }
            if (!before.isInPool()) {
                settled.refuse(holding, Outcome.TAKEN);
                continue;
            }
            Outcome outcome = allowance.take();
            if (outcome == Outcome.DONE) {
                settled.move(new Move(holding, new Ownership(subject, member.homeTeam(), before.pool())));
            } else {
                settled.refuse(holding, outcome);
            }
        }
        ownerships.move(settled.moves(), new Cause(ChangeKind.CLAIMED, subject, null));
        return settled;
    }

    private Allowance allowance(String code, StaffMember member) {
        return pools.find(code)
                .filter(pool -> !pool.retired() && pool.isOpenTo(member.teams()))
                .map(pool -> new Allowance(
                        true,
                        pool.claimLimit() - ownerships.held(member.subject(), code),
                        pool.claimsPerDay()
                                - ownerships.claimsSince(
                                        member.subject(), code, clock.instant().minus(DAY))))
                .orElseGet(() -> new Allowance(false, 0, 0));
    }
}
