package io.kehu.customer.erasure;

import io.kehu.customer.customer.CustomerNumber;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table {@code customer_erasure}; its trigger refuses an erasure that calls itself done while a service is not. */
@Repository
class CustomerErasures {

    private static final String SELECT = "SELECT * FROM customer_erasure ";

    private final JdbcClient jdbc;

    CustomerErasures(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** In the caller's transaction, on a customer the caller has locked who has none that is not settled. */
    void insert(CustomerErasure erasure) {
        jdbc.sql("""
                        INSERT INTO customer_erasure (id, number, state, basis, requested_by, requested_at, due_at)
                        VALUES (:id, :number, 'REQUESTED', :basis, :requestedBy, :requestedAt, :dueAt)
                        """)
                .param("id", erasure.id())
                .param("number", erasure.number().value())
                .param("basis", erasure.basis().name())
                .param("requestedBy", erasure.requestedBy())
                .param("requestedAt", time(erasure.requestedAt()))
                .param("dueAt", time(erasure.dueAt()))
                .update();
    }

    Optional<CustomerErasure> find(UUID id) {
        return jdbc.sql(SELECT + "WHERE id = :id")
                .param("id", id)
                .query((row, index) -> erasure(row))
                .optional();
    }

    /** The one that is not settled. */
    Optional<CustomerErasure> open(CustomerNumber number) {
        return jdbc.sql(SELECT + "WHERE number = :number AND state IN ('REQUESTED', 'ERASING')")
                .param("number", number.value())
                .query((row, index) -> erasure(row))
                .optional();
    }

    /** Locked until the end of the transaction. */
    Optional<CustomerErasure> lock(UUID id) {
        return jdbc.sql(SELECT + "WHERE id = :id FOR UPDATE")
                .param("id", id)
                .query((row, index) -> erasure(row))
                .optional();
    }

    /** Newest first. */
    List<CustomerErasure> page(@Nullable ErasureState state, @Nullable UUID before, int limit) {
        return jdbc.sql(SELECT + """
                        WHERE (:state::text IS NULL OR state = :state) AND (:before::uuid IS NULL OR id < :before)
                        ORDER BY id DESC LIMIT :limit
                        """)
                .param("state", state == null ? null : state.name())
                .param("before", before)
                .param("limit", limit)
                .query((row, index) -> erasure(row))
                .list();
    }

    List<UUID> erasing() {
        return jdbc.sql("SELECT id FROM customer_erasure WHERE state = 'ERASING' ORDER BY id")
                .query(UUID.class)
                .list();
    }

    /** In the caller's transaction, on a request the caller has locked. */
    void approve(UUID id, Collection<CustomerNumber> numbers, String by, Instant at) {
        jdbc.sql("""
                        UPDATE customer_erasure SET state = 'ERASING', numbers = :numbers, decided_by = :by, decided_at = :at
                        WHERE id = :id
                        """)
                .param("id", id)
                .param("numbers", numbers.stream().map(CustomerNumber::value).toArray(String[]::new))
                .param("by", by)
                .param("at", time(at))
                .update();
    }

    /** In the caller's transaction, on a request the caller has locked. */
    void refuse(UUID id, String reason, String by, Instant at) {
        jdbc.sql("""
                        UPDATE customer_erasure SET state = 'REFUSED', reason = :reason, decided_by = :by, decided_at = :at,
                            finished_at = :at
                        WHERE id = :id
                        """)
                .param("id", id)
                .param("reason", reason)
                .param("by", by)
                .param("at", time(at))
                .update();
    }

    /** In the caller's transaction, when all steps are done. */
    void finish(UUID id, Instant at) {
        jdbc.sql("UPDATE customer_erasure SET state = 'ERASED', finished_at = :at WHERE id = :id")
                .param("id", id)
                .param("at", time(at))
                .update();
    }

    private static OffsetDateTime time(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }

    private static CustomerErasure erasure(ResultSet row) throws SQLException {
        return new CustomerErasure(
                row.getObject("id", UUID.class),
                new CustomerNumber(row.getString("number")),
                Arrays.stream((String[]) row.getArray("numbers").getArray())
                        .map(CustomerNumber::new)
                        .toList(),
                ErasureState.valueOf(row.getString("state")),
                ErasureBasis.valueOf(row.getString("basis")),
                row.getString("requested_by"),
                row.getTimestamp("requested_at").toInstant(),
                row.getTimestamp("due_at").toInstant(),
                row.getString("decided_by"),
                instant(row.getTimestamp("decided_at")),
                row.getString("reason"),
                instant(row.getTimestamp("finished_at")));
    }

    private static @Nullable Instant instant(@Nullable Timestamp time) {
        return time == null ? null : time.toInstant();
    }
}
