package io.kehu.customer.ownership;

import io.kehu.customer.customer.CustomerNumber;
import io.kehu.customer.customer.Ownership;
import io.kehu.customer.customer.web.ObjectRules;
import io.kehu.customer.ownership.Ownerships.Cause;
import io.kehu.customer.ownership.Ownerships.Move;
import io.kehu.customer.ownership.Settled.Outcome;
import io.kehu.customer.staff.Pools;
import io.kehu.customer.staff.Staff;
import io.kehu.customer.staff.Teams;
import io.kehu.starter.security.Role;
import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.problem.ProblemException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Gives customers back to a pool, or to somebody else. In the caller's transaction. */
@Component
class GiveCustomers {

    private static final Set<Role> MAY_GIVE_ANY = Set.of(Role.MANAGER, Role.ADMIN);

    private final Ownerships ownerships;
    private final ObjectRules objectRules;
    private final Staff staff;
    private final Teams teams;
    private final Pools pools;

    GiveCustomers(Ownerships ownerships, ObjectRules objectRules, Staff staff, Teams teams, Pools pools) {
        this.ownerships = ownerships;
        this.objectRules = objectRules;
        this.staff = staff;
        this.teams = teams;
        this.pools = pools;
    }

    /** @param pool where they go; null for the pool they came from */
    Settled release(Collection<CustomerNumber> numbers, @Nullable String pool, @Nullable String reason) {
        mustBeOpen(pool);
        Caller caller = Caller.required();
        boolean any = caller.hasAny(MAY_GIVE_ANY);
        String subject = caller.originatingSubject();
        Settled settled = new Settled(numbers);
        for (Holding holding : visible(numbers)) {
            Ownership before = holding.ownership();
            if (any || subject.equals(before.owner())) {
                settled.move(new Move(holding, new Ownership(null, null, pool == null ? before.pool() : pool)));
            } else {
                settled.refuse(holding, Outcome.NOT_YOURS);
            }
        }
        ownerships.move(settled.moves(), new Cause(ChangeKind.RELEASED, subject, reason));
        return settled;
    }

    /**
     * @param owner null for a team alone
     * @param team null for the team the new owner is in
     */
    Settled transfer(Collection<CustomerNumber> numbers, @Nullable String owner, @Nullable String team, String reason) {
        if (owner == null && team == null) {
            throw ProblemException.field("/owner", "owner-or-team");
        }
        String home = home(owner, team);
        Settled settled = new Settled(numbers);
        visible(numbers)
                .forEach(holding -> settled.move(new Move(
                        holding, new Ownership(owner, home, holding.ownership().pool()))));
        ownerships.move(
                settled.moves(),
                new Cause(ChangeKind.TRANSFERRED, Caller.required().originatingSubject(), reason));
        return settled;
    }

    /**
     * The team of customers that these get.
     *
     * @throws ProblemException when there is nobody to get them
     */
    @Nullable
    String home(@Nullable String owner, @Nullable String team) {
        if (owner != null && staff.find(owner).isEmpty()) {
            throw ProblemException.field("/owner", "staff");
        }
        if (team != null && !teams.closed(List.of(team)).isEmpty()) {
            throw ProblemException.field("/team", "team");
        }
        return team != null || owner == null ? team : staff.member(owner).homeTeam();
    }

    void mustBeOpen(@Nullable String pool) {
        if (pool != null && pools.find(pool).filter(found -> !found.retired()).isEmpty()) {
            throw ProblemException.field("/pool", "pool");
        }
    }

    /** Locked first and looked at then, so that nobody gives away what has just become somebody else's. */
    private List<Holding> visible(Collection<CustomerNumber> numbers) {
        List<Holding> locked = ownerships.lock(numbers);
        Set<CustomerNumber> admitted = new HashSet<>(objectRules.admitted(numbers));
        return locked.stream()
                .filter(holding -> holding.active() && admitted.contains(holding.number()))
                .toList();
    }
}
