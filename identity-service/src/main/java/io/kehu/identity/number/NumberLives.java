package io.kehu.identity.number;

import io.kehu.identity.scheme.SchemeCode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table {@code customer_number}: numbers with a life of their own. */
@Repository
class NumberLives {

    private final JdbcClient jdbc;

    NumberLives(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Adds those that are not there. */
    void add(List<Life> lives, Instant at) {
        jdbc.sql("""
                        INSERT INTO customer_number (number, scheme, partition, seq, state, reserved_until, changed_at)
                        SELECT number, scheme, partition, seq, state, until::timestamptz, :at
                        FROM unnest(:numbers, :schemes, :partitions, :sequences, :states, :untils)
                            AS new (number, scheme, partition, seq, state, until)
                        ORDER BY number
                        ON CONFLICT DO NOTHING
                        """)
                .param("at", Timestamp.from(at))
                .param("numbers", lives.stream().map(Life::number).toArray(String[]::new))
                .param(
                        "schemes",
                        lives.stream()
                                .map(life -> life.position().scheme().value())
                                .toArray(String[]::new))
                .param(
                        "partitions",
                        lives.stream().map(life -> life.position().partition()).toArray(String[]::new))
                .param(
                        "sequences",
                        lives.stream()
                                .mapToLong(life -> life.position().sequence())
                                .toArray())
                .param("states", lives.stream().map(life -> life.state().name()).toArray(String[]::new))
                .param(
                        "untils",
                        lives.stream()
                                .map(life -> life.reservedUntil() == null
                                        ? null
                                        : life.reservedUntil().toString())
                                .toArray(String[]::new))
                .update();
    }

    Optional<Life> find(String number) {
        return jdbc.sql("SELECT * FROM customer_number WHERE number = :number")
                .param("number", number)
                .query((row, index) -> life(row))
                .optional();
    }

    /** Locked until the end of the transaction, in the order of their numbers, which is the order everybody locks them in. */
    Map<String, Life> lock(Collection<String> numbers) {
        Map<String, Life> locked = new HashMap<>();
        jdbc.sql("SELECT * FROM customer_number WHERE number = ANY (:numbers) ORDER BY number FOR UPDATE")
                .param("numbers", numbers.toArray(String[]::new))
                .query((row, index) -> life(row))
                .list()
                .forEach(life -> locked.put(life.number(), life));
        return locked;
    }

    void save(Life life, Instant at) {
        jdbc.sql("""
                        UPDATE customer_number
                        SET state = :state, held_state = :held, merged_into = :mergedInto, changed_at = :at,
                            version = version + 1
                        WHERE number = :number
                        """)
                .param("state", life.state().name())
                .param("held", life.held() == null ? null : life.held().name())
                .param("mergedInto", life.mergedInto())
                .param("at", Timestamp.from(at))
                .param("number", life.number())
                .update();
    }

    /** States of those of the numbers that have a life of their own. */
    Map<String, NumberState> states(Collection<String> numbers) {
        Map<String, NumberState> states = new HashMap<>();
        if (!numbers.isEmpty()) {
            jdbc.sql("SELECT number, state FROM customer_number WHERE number = ANY (:numbers)")
                    .param("numbers", numbers.toArray(String[]::new))
                    .query(row -> {
                        states.put(row.getString("number"), NumberState.valueOf(row.getString("state")));
                    });
        }
        return states;
    }

    /** Where chains of merges end, for those of the numbers that are merged. */
    Map<String, String> living(Collection<String> numbers) {
        Map<String, String> living = new HashMap<>();
        if (!numbers.isEmpty()) {
            jdbc.sql("""
                            WITH RECURSIVE chain (number, now) AS (
                                SELECT number, merged_into FROM customer_number
                                WHERE number = ANY (:numbers) AND merged_into IS NOT NULL
                                UNION ALL
                                SELECT chain.number, next.merged_into
                                FROM chain JOIN customer_number next ON next.number = chain.now
                                WHERE next.merged_into IS NOT NULL
                            ) CYCLE now SET is_cycle USING path
                            SELECT number, now FROM chain c
                            WHERE NOT EXISTS (
                                SELECT FROM customer_number n WHERE n.number = c.now AND n.merged_into IS NOT NULL)
                            """).param("numbers", numbers.toArray(String[]::new)).query(row -> {
                living.put(row.getString("number"), row.getString("now"));
            });
        }
        return living;
    }

    /** Makes reservations void whose time is over, and says which. */
    List<String> expire(Instant now, int atMost) {
        return jdbc.sql("""
                        UPDATE customer_number SET state = 'VOID', changed_at = :now, version = version + 1
                        WHERE number IN (
                            SELECT number FROM customer_number
                            WHERE state = 'RESERVED' AND reserved_until <= :now
                            ORDER BY reserved_until LIMIT :atMost
                            FOR UPDATE SKIP LOCKED)
                        RETURNING number
                        """)
                .param("now", Timestamp.from(now))
                .param("atMost", atMost)
                .query(String.class)
                .list();
    }

    private static Life life(ResultSet row) throws SQLException {
        Timestamp until = row.getTimestamp("reserved_until");
        return new Life(
                row.getString("number"),
                new NumberRuns.Position(
                        new SchemeCode(row.getString("scheme")), row.getString("partition"), row.getLong("seq")),
                NumberState.valueOf(row.getString("state")),
                state(row.getString("held_state")),
                row.getString("merged_into"),
                until == null ? null : until.toInstant());
    }

    private static @Nullable NumberState state(@Nullable String name) {
        return name == null ? null : NumberState.valueOf(name);
    }
}
