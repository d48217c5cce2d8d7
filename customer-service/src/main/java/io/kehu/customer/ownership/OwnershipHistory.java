package io.kehu.customer.ownership;

import io.kehu.customer.customer.CustomerNumber;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table {@code ownership_change}, read. */
@Repository
class OwnershipHistory {

    private final JdbcClient jdbc;

    OwnershipHistory(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * One change.
     *
     * @param actor subject of who did it
     * @param pool where the customer lies, or would go back to
     */
    record Entry(
            UUID id,
            Instant at,
            ChangeKind kind,

            @Schema(example = "9c1e2f60-5a3b-4c7d-8e21-0f6b7a9d1c34")
            String actor,

            @Schema(example = "9c1e2f60-5a3b-4c7d-8e21-0f6b7a9d1c34") @Nullable
            String fromOwner,

            @Schema(example = "5d0a7c18-2b9e-4f36-a1c4-7e8d9b0f2a65") @Nullable
            String toOwner,

            @Schema(example = "SOUTH") @Nullable String fromTeam,
            @Schema(example = "VIP") @Nullable String toTeam,
            @Schema(example = "PUBLIC") String pool,

            @Schema(example = "离职交接 / handed over by a colleague who left") @Nullable
            String reason) {}

    /** Newest first. */
    List<Entry> page(CustomerNumber number, @Nullable Instant beforeAt, @Nullable UUID beforeId, int limit) {
        return jdbc.sql("""
                        SELECT id, at, kind, actor, from_owner, to_owner, from_team, to_team, pool, reason
                        FROM ownership_change
                        WHERE number = ANY (number_family(:number))
                            AND (:beforeAt::timestamptz IS NULL OR (at, id) < (:beforeAt::timestamptz, :beforeId::uuid))
                        ORDER BY at DESC, id DESC LIMIT :limit
                        """)
                .param("number", number.value())
                .param("beforeAt", beforeAt == null ? null : beforeAt.toString())
                .param("beforeId", beforeId == null ? null : beforeId.toString())
                .param("limit", limit)
                .query((row, index) -> new Entry(
                        row.getObject("id", UUID.class),
                        row.getTimestamp("at").toInstant(),
                        ChangeKind.valueOf(row.getString("kind")),
                        row.getString("actor"),
                        row.getString("from_owner"),
                        row.getString("to_owner"),
                        row.getString("from_team"),
                        row.getString("to_team"),
                        row.getString("pool"),
                        row.getString("reason")))
                .list();
    }
}
