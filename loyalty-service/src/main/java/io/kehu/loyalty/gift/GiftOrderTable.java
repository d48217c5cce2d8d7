package io.kehu.loyalty.gift;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table {@code gift_order}. */
@Repository
class GiftOrderTable {

    private static final String COLUMNS =
            "id, program, gift, number, quantity, points, state, business_ref, hold, spendings, shipment_ref,"
                    + " actor, created_at, reserved_until";

    private final JdbcClient jdbc;

    GiftOrderTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(GiftOrder order) {
        jdbc.sql("""
                        INSERT INTO gift_order (id, program, gift, number, quantity, points, state, business_ref, hold, actor, created_at,
                            reserved_until, changed_at)
                        VALUES (:id, :program, :gift, :number, :quantity, :points, 'RESERVED', :ref, :hold, :actor, :createdAt::timestamptz,
                            :reservedUntil::timestamptz, :createdAt::timestamptz)
                        """)
                .param("id", order.id())
                .param("program", order.program())
                .param("gift", order.gift())
                .param("number", order.number())
                .param("quantity", order.quantity())
                .param("points", order.points())
                .param("ref", order.businessRef())
                .param("hold", order.hold())
                .param("actor", order.actor())
                .param("createdAt", order.createdAt().toString())
                .param("reservedUntil", order.reservedUntil().toString())
                .update();
    }

    Optional<GiftOrder> find(UUID id) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM gift_order WHERE id = :id")
                .param("id", id)
                .query((row, index) -> order(row))
                .optional();
    }

    /** Under all numbers of a customer, newest first. */
    List<GiftOrder> of(String program, String number, @Nullable UUID before, int limit) {
        return jdbc.sql("SELECT " + COLUMNS + """
                         FROM gift_order
                        WHERE number = ANY (number_family(:number)) AND program = :program AND (:before::uuid IS NULL OR id < :before::uuid)
                        ORDER BY id DESC LIMIT :limit
                        """)
                .param("number", number)
                .param("program", program)
                .param("before", before == null ? null : before.toString())
                .param("limit", limit)
                .query((row, index) -> order(row))
                .list();
    }

    /** How many of a gift a customer has, or is promised; with the customer's account locked, nobody adds to it. */
    long had(String program, String gift, String number) {
        return jdbc.sql("""
                        SELECT coalesce(sum(quantity), 0) FROM gift_order
                        WHERE number = ANY (number_family(:number)) AND program = :program AND gift = :gift
                            AND state NOT IN ('CANCELLED', 'RETURNED')
                        """)
                .param("program", program)
                .param("gift", gift)
                .param("number", number)
                .query(Long.class)
                .single();
    }

    List<GiftOrder> due(Instant now, int limit) {
        return jdbc.sql("SELECT " + COLUMNS + """
                         FROM gift_order WHERE state = 'RESERVED' AND reserved_until <= :now::timestamptz
                        ORDER BY reserved_until, id LIMIT :limit
                        """)
                .param("now", now.toString())
                .param("limit", limit)
                .query((row, index) -> order(row))
                .list();
    }

    /** One conditional statement decides. @return false when it stands elsewhere by now */
    boolean confirm(UUID id, Collection<UUID> spendings, Instant now) {
        return jdbc.sql("""
                        UPDATE gift_order SET state = 'CONFIRMED', spendings = :spendings, changed_at = :now::timestamptz
                        WHERE id = :id AND state = 'RESERVED' AND reserved_until > :now::timestamptz
                        """)
                        .param("id", id)
                        .param("spendings", spendings.toArray(UUID[]::new))
                        .param("now", now.toString())
                        .update()
                == 1;
    }

    /** One conditional statement decides. @return false when it stands elsewhere by now */
    boolean move(GiftOrder order, GiftOrder.State to, @Nullable String shipmentRef, Instant now) {
        return jdbc.sql("""
                        UPDATE gift_order SET state = :to, shipment_ref = coalesce(:shipmentRef, shipment_ref), changed_at = :now::timestamptz
                        WHERE id = :id AND state = :from
                        """)
                        .param("id", order.id())
                        .param("from", order.state().name())
                        .param("to", to.name())
                        .param("shipmentRef", shipmentRef)
                        .param("now", now.toString())
                        .update()
                == 1;
    }

    private static GiftOrder order(ResultSet row) throws SQLException {
        return new GiftOrder(
                row.getObject("id", UUID.class),
                row.getString("program"),
                row.getString("gift"),
                row.getString("number"),
                row.getLong("quantity"),
                row.getLong("points"),
                GiftOrder.State.valueOf(row.getString("state")),
                row.getString("business_ref"),
                row.getObject("hold", UUID.class),
                List.of((UUID[]) row.getArray("spendings").getArray()),
                row.getString("shipment_ref"),
                row.getString("actor"),
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("reserved_until").toInstant());
    }
}
