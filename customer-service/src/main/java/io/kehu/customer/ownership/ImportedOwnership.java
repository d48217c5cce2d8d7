package io.kehu.customer.ownership;

import io.kehu.customer.customer.CustomerNumber;
import io.kehu.customer.customer.Ownership;
import io.kehu.customer.ownership.Ownerships.Cause;
import io.kehu.customer.ownership.Ownerships.Move;
import io.kehu.customer.staff.Pools;
import io.kehu.customer.staff.Staff;
import io.kehu.customer.staff.StaffMember;
import io.kehu.customer.staff.Teams;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Whose customers are, as columns of a file say it. A file gives away what nobody has; it takes nothing from anybody. */
@Component
public class ImportedOwnership {

    private final Ownerships ownerships;
    private final Staff staff;
    private final Teams teams;
    private final Pools pools;

    ImportedOwnership(Ownerships ownerships, Staff staff, Teams teams, Pools pools) {
        this.ownerships = ownerships;
        this.staff = staff;
        this.teams = teams;
        this.pools = pools;
    }

    /**
     * What a row says.
     *
     * @param owner subject of a member of staff
     * @param team code, or a name that only one team has
     * @param pool code, or a name that only one pool has
     */
    public record Said(
            @Nullable String owner,
            @Nullable String team,
            @Nullable String pool) {

        public static final Said NOTHING = new Said(null, null, null);
    }

    /**
     * What a row would do.
     *
     * @param after whose the customer would be
     * @param faults codes of what is no owner, team or pool, as {@code field:code}
     * @param contradictions codes of what somebody else has already
     */
    public record Outcome(Ownership after, List<String> faults, List<String> contradictions) {}

    /** A customer the caller has locked, or just registered, and whose it shall be. */
    public record Handed(CustomerNumber number, long version, Ownership before, Ownership after) {

        private Move move() {
            return new Move(new Holding(number, before, true, version), after);
        }
    }

    /** All that some rows name. */
    public final class Named {

        private final Map<String, StaffMember> people;
        private final Map<String, String> openTeams;
        private final Map<String, String> openPools;

        private Named(Collection<Said> rows) {
            people = staff.find(texts(rows, Said::owner));
            openTeams = teams.meant(texts(rows, Said::team));
            openPools = pools.meant(texts(rows, Said::pool));
        }

        /** Of a row about a customer who is somebody's, or, with {@link Ownership#ofNobody()}, a new one. */
        public Outcome outcome(Ownership known, Said said) {
            List<String> faults = new ArrayList<>();
            List<String> contradictions = new ArrayList<>();
            String owner = owner(known, said, faults, contradictions);
            boolean free = known.isInPool();
            String team = code("team", known.team(), said.team(), openTeams, faults);
            if (!free && !Objects.equals(team, known.team())) {
                contradictions.add("team:differs");
            }
            String pool = Objects.requireNonNull(code("pool", known.pool(), said.pool(), openPools, faults));
            boolean unsaid = free && known.pool().equals(Pools.PUBLIC);
            if (!unsaid && !pool.equals(known.pool())) {
                contradictions.add("pool:differs");
            }
            String home = free && team == null ? homeTeam(owner) : team;
            return new Outcome(new Ownership(owner, home, pool), faults, contradictions);
        }

        private @Nullable String homeTeam(@Nullable String owner) {
            StaffMember member = owner == null ? null : people.get(owner);
            return member == null ? null : member.homeTeam();
        }

        private @Nullable String owner(Ownership known, Said said, List<String> faults, List<String> contradictions) {
            String owner = said.owner();
            if (owner == null || owner.equals(known.owner())) {
                return known.owner();
            }
            if (!people.containsKey(owner)) {
                faults.add("owner:staff");
            } else if (known.owner() != null) {
                contradictions.add("owner:differs");
            }
            return owner;
        }
    }

    /** Looks up at once whom rows name. */
    public Named named(Collection<Said> rows) {
        return new Named(rows);
    }

    /** In the caller's transaction. The version of each customer whose ownership changes grows by one. */
    public void hand(List<Handed> customers, String actor, String reason) {
        List<Move> back = moves(customers, Ownership::isInPool);
        List<Move> given = moves(customers, ownership -> !ownership.isInPool());
        ownerships.move(back, new Cause(ChangeKind.RELEASED, actor, reason));
        ownerships.move(given, new Cause(ChangeKind.TRANSFERRED, actor, reason));
    }

    /** In the transaction that registers the customers; part of their first version. */
    public void assign(List<Handed> customers, String actor, String reason) {
        ownerships.assign(moves(customers, ownership -> true), new Cause(ChangeKind.ASSIGNED, actor, reason));
    }

    private static List<Move> moves(List<Handed> customers, Predicate<Ownership> wanted) {
        return customers.stream()
                .filter(handed -> wanted.test(handed.after()))
                .map(Handed::move)
                .toList();
    }

    /** What is there already may be named even where it is retired. */
    private static @Nullable String code(
            String field,
            @Nullable String known,
            @Nullable String said,
            Map<String, String> open,
            List<String> faults) {
        if (said == null || said.equalsIgnoreCase(known)) {
            return known;
        }
        String code = open.get(said);
        if (code == null) {
            faults.add(field + ":" + field + "-unknown");
            return known;
        }
        return code;
    }

    private static List<String> texts(Collection<Said> rows, Function<Said, @Nullable String> text) {
        return rows.stream().map(text).filter(Objects::nonNull).distinct().toList();
    }
}
