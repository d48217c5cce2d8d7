package io.kehu.customer.ownership;

import io.kehu.customer.customer.CustomerNumber;
import io.kehu.customer.customer.Ownership;
import io.kehu.starter.base.TimeOrderedIds;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Says whose a customer is from the beginning. */
@Component
public class AssignCustomers {

    private final JdbcClient jdbc;
    private final Clock clock;

    AssignCustomers(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** In the transaction that registers the customer; part of its first version. */
    public void assign(CustomerNumber number, Ownership ownership, String actor) {
        if (ownership.equals(Ownership.ofNobody())) {
            return;
        }
        jdbc.sql("""
                        WITH assigned AS (
                            UPDATE customer SET owner = :owner, team = :team, pool = :pool,
                                owned_since = CASE WHEN :owner::text IS NULL THEN NULL ELSE :now END
                            WHERE number = :number RETURNING number
                        )
                        INSERT INTO ownership_change (id, number, at, actor, kind, to_owner, to_team, pool)
                        SELECT :id, number, :now, :actor, 'ASSIGNED', :owner, :team, :pool FROM assigned
                        """)
                .param("owner", ownership.owner())
                .param("team", ownership.team())
                .param("pool", ownership.pool())
                .param("now", OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC))
                .param("number", number.value())
                .param("id", TimeOrderedIds.next())
                .param("actor", actor)
                .update();
    }
}
