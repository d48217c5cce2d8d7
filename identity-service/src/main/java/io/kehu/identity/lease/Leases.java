package io.kehu.identity.lease;

import io.kehu.identity.scheme.SchemeCode;
import io.kehu.starter.web.page.PageRequest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table {@code lease}. */
@Repository
class Leases {

    private final JdbcClient jdbc;

    Leases(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void add(Lease lease) {
        jdbc.sql("""
                        INSERT INTO lease (id, scheme, partition, branch, holder, size, epoch, from_seq, to_seq, expires_at,
                            created_at, created_by)
                        VALUES (:id, :scheme, :partition, :branch, :holder, :size, :epoch, :from, :to, :expiresAt,
                            :createdAt, :createdBy)
                        """)
                .param("id", lease.id().value())
                .param("scheme", lease.scheme().value())
                .param("partition", lease.partition())
                .param("branch", lease.branch())
                .param("holder", lease.holder())
                .param("size", lease.range().size())
                .param("epoch", lease.epoch())
                .param("from", lease.range().from())
                .param("to", lease.range().to())
                .param("expiresAt", lease.expiresAt().atOffset(ZoneOffset.UTC))
                .param("createdAt", lease.createdAt().atOffset(ZoneOffset.UTC))
                .param("createdBy", lease.createdBy())
                .update();
    }

    Optional<Lease> find(LeaseId id) {
        return jdbc.sql("SELECT * FROM lease WHERE id = :id")
                .param("id", id.value())
                .query((row, number) -> lease(row))
                .optional();
    }

    /** Nobody reports, returns or ends it until the end of the transaction. */
    Optional<Lease> lock(LeaseId id) {
        return jdbc.sql("SELECT * FROM lease WHERE id = :id FOR UPDATE")
                .param("id", id.value())
                .query((row, number) -> lease(row))
                .optional();
    }

    /** Newest first; one row more than the page holds. */
    List<Lease> list(LeaseFilter filter, PageRequest page) {
        return jdbc.sql(filter.sql(page))
                .params(filter.parameters(page))
                .query((row, number) -> lease(row))
                .list();
    }

    /** The lease as it is now. */
    Lease addUsed(LeaseId id, int count) {
        return jdbc.sql("""
                        UPDATE lease SET used = used + :count, version = version + 1 WHERE id = :id RETURNING *
                        """)
                .param("id", id.value())
                .param("count", count)
                .query((row, number) -> lease(row))
                .single();
    }

    /** The lease as it is now. */
    Lease close(LeaseId id, Instant now) {
        return jdbc.sql("""
                        UPDATE lease SET state = 'CLOSED', closed_at = :now, version = version + 1 WHERE id = :id RETURNING *
                        """)
                .param("id", id.value())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query((row, number) -> lease(row))
                .single();
    }

    /** Open leases that are over, without those somebody works on. */
    List<LeaseId> lockOver(Instant now, int limit) {
        return jdbc.sql("""
                        SELECT id FROM lease WHERE state = 'OPEN' AND expires_at <= :now
                        ORDER BY expires_at LIMIT :limit
                        FOR UPDATE SKIP LOCKED
                        """)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("limit", limit)
                .query((row, number) -> new LeaseId(row.getObject("id", UUID.class)))
                .list();
    }

    void expire(List<LeaseId> ids, Instant now) {
        jdbc.sql("""
                        UPDATE lease SET state = 'EXPIRED', closed_at = :now, version = version + 1 WHERE id = ANY (:ids)
                        """)
                .param("ids", ids.stream().map(LeaseId::value).toArray(UUID[]::new))
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    private static Lease lease(ResultSet row) throws SQLException {
        OffsetDateTime closedAt = row.getObject("closed_at", OffsetDateTime.class);
        return new Lease(
                new LeaseId(row.getObject("id", UUID.class)),
                new SchemeCode(row.getString("scheme")),
                row.getString("partition"),
                row.getString("branch"),
                row.getString("holder"),
                row.getLong("epoch"),
                new SequenceRange(row.getLong("from_seq"), row.getLong("to_seq")),
                row.getInt("used"),
                Lease.State.valueOf(row.getString("state")),
                row.getObject("expires_at", OffsetDateTime.class).toInstant(),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getString("created_by"),
                closedAt == null ? null : closedAt.toInstant(),
                row.getLong("version"));
    }
}
