package io.kehu.customer.ownership;

import io.kehu.customer.customer.CustomerNumber;
import io.kehu.customer.customer.Ownership;
import io.kehu.starter.base.TimeOrderedIds;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Whose customers are, in the table {@code customer}, and how that came, in {@code ownership_change}. */
@Repository
class Ownerships {

    private static final RowMapper<Holding> HOLDING = (row, index) -> new Holding(
            new CustomerNumber(row.getString("number")),
            new Ownership(row.getString("owner"), row.getString("team"), row.getString("pool")),
            row.getString("status").equals("ACTIVE"),
            row.getLong("version"));

    private final JdbcClient jdbc;
    private final Clock clock;
    private final ApplicationEventPublisher events;

    Ownerships(JdbcClient jdbc, Clock clock, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.events = events;
    }

    /** Who moves customers, and why. */
    record Cause(ChangeKind kind, String actor, @Nullable String reason) {}

    /** A customer that gets another owner, team or pool. */
    record Move(Holding before, Ownership after) {}

    /** Locks customers in the order of their numbers, so that two people who want the same ones wait instead of blocking each other. */
    List<Holding> lock(Collection<CustomerNumber> numbers) {
        return jdbc.sql("""
                        SELECT number, owner, team, pool, status, version FROM customer
                        WHERE number = ANY (:numbers) ORDER BY number FOR UPDATE
                        """)
                .param("numbers", numbers.stream().map(CustomerNumber::value).toArray(String[]::new))
                .query(HOLDING)
                .list();
    }

    /** In the caller's transaction, of customers the caller has locked; what stays as it is is left out. */
    void move(List<Move> moves, Cause cause) {
        List<Move> real = moves.stream()
                .filter(move -> !move.before().ownership().equals(move.after()))
                .toList();
        if (real.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        update(real, cause.kind() == ChangeKind.CLAIMED, 1, now);
        recordVersions(real, cause, now);
        recordOwnership(real, cause, now);
        tell(real, cause.kind(), 1);
    }

    /** As {@link #move}, of customers that the transaction has just registered: part of their first version. */
    void assign(List<Move> moves, Cause cause) {
        List<Move> real = moves.stream()
                .filter(move -> !move.before().ownership().equals(move.after()))
                .toList();
        if (real.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        update(real, false, 0, now);
        recordOwnership(real, cause, now);
        tell(real, cause.kind(), 0);
    }

    private void tell(List<Move> moves, ChangeKind kind, int versions) {
        events.publishEvent(new OwnershipChanged(
                kind,
                moves.stream()
                        .map(move -> new OwnershipChanged.Change(
                                move.before().number(),
                                move.before().version() + versions,
                                move.before().ownership(),
                                move.after()))
                        .toList()));
    }

    /** How many customers somebody has claimed from a pool and still holds. */
    int held(String owner, String pool) {
        return jdbc.sql(
                        "SELECT count(*) FROM customer WHERE owner = :owner AND pool = :pool AND claimed AND status = 'ACTIVE'")
                .param("owner", owner)
                .param("pool", pool)
                .query(Integer.class)
                .single();
    }

    /** How often somebody has claimed from a pool since. */
    int claimsSince(String actor, String pool, Instant since) {
        return jdbc.sql("""
                        SELECT count(*) FROM ownership_change
                        WHERE kind = 'CLAIMED' AND actor = :actor AND pool = :pool AND at > :since
                        """)
                .param("actor", actor)
                .param("pool", pool)
                .param("since", OffsetDateTime.ofInstant(since, ZoneOffset.UTC))
                .query(Integer.class)
                .single();
    }

    /** Lets one claim of somebody after the other, until the end of the transaction, so that limits hold. */
    void queueClaims(String actor) {
        jdbc.sql("SELECT pg_advisory_xact_lock(hashtextextended('claim ' || :actor, 0))::text")
                .param("actor", actor)
                .query(String.class)
                .list();
    }

    private void update(List<Move> moves, boolean claimed, int versions, Instant now) {
        jdbc.sql("""
                        UPDATE customer c
                        SET owner = m.owner, team = m.team, pool = m.pool, version = c.version + :versions, updated_at = :now,
                            owned_since = CASE WHEN m.owner IS NULL THEN NULL ELSE :now END,
                            claimed = :claimed AND m.owner IS NOT NULL, reminded_at = NULL
                        FROM unnest(:numbers, :owners, :teams, :pools) AS m (number, owner, team, pool)
                        WHERE c.number = m.number
                        """)
                .param("now", OffsetDateTime.ofInstant(now, ZoneOffset.UTC))
                .param("claimed", claimed)
                .param("versions", versions)
                .param("numbers", column(moves, move -> move.before().number().value()))
                .param("owners", column(moves, move -> move.after().owner()))
                .param("teams", column(moves, move -> move.after().team()))
                .param("pools", column(moves, move -> move.after().pool()))
                .update();
    }

    private void recordVersions(List<Move> moves, Cause cause, Instant now) {
        jdbc.sql("""
                        INSERT INTO customer_change (number, version, fields, at, actor)
                        SELECT number, version, string_to_array(fields, ','), :now, :actor
                        FROM unnest(:numbers, :versions, :fields) AS new (number, version, fields)
                        """)
                .param("now", OffsetDateTime.ofInstant(now, ZoneOffset.UTC))
                .param("actor", cause.actor())
                .param("numbers", column(moves, move -> move.before().number().value()))
                .param(
                        "versions",
                        moves.stream()
                                .mapToLong(move -> move.before().version() + 1)
                                .toArray())
                .param("fields", column(moves, Ownerships::fields))
                .update();
    }

    private void recordOwnership(List<Move> moves, Cause cause, Instant now) {
        jdbc.sql("""
                        INSERT INTO ownership_change
                            (id, number, at, actor, kind, from_owner, to_owner, from_team, to_team, pool, reason)
                        SELECT id, number, :now, :actor, :kind, from_owner, to_owner, from_team, to_team, pool, :reason
                        FROM unnest(:ids, :numbers, :fromOwners, :toOwners, :fromTeams, :toTeams, :pools)
                            AS new (id, number, from_owner, to_owner, from_team, to_team, pool)
                        """)
                .param("now", OffsetDateTime.ofInstant(now, ZoneOffset.UTC))
                .param("actor", cause.actor())
                .param("kind", cause.kind().name())
                .param("reason", cause.reason())
                .param("ids", moves.stream().map(move -> TimeOrderedIds.next()).toArray(UUID[]::new))
                .param("numbers", column(moves, move -> move.before().number().value()))
                .param(
                        "fromOwners",
                        column(moves, move -> move.before().ownership().owner()))
                .param("toOwners", column(moves, move -> move.after().owner()))
                .param(
                        "fromTeams",
                        column(moves, move -> move.before().ownership().team()))
                .param("toTeams", column(moves, move -> move.after().team()))
                .param("pools", column(moves, move -> move.after().pool()))
                .update();
    }

    private static String fields(Move move) {
        List<String> fields = new ArrayList<>();
        if (!Objects.equals(move.before().ownership().owner(), move.after().owner())) {
            fields.add("owner");
        }
        if (!Objects.equals(move.before().ownership().team(), move.after().team())) {
            fields.add("team");
        }
        if (!move.before().ownership().pool().equals(move.after().pool())) {
            fields.add("pool");
        }
        return String.join(",", fields);
    }

    @SuppressWarnings("NullAway") // Arrays of the driver may hold nulls.
    private static String[] column(List<Move> moves, Function<Move, @Nullable String> value) {
        return moves.stream().map(value).toArray(String[]::new);
    }
}
