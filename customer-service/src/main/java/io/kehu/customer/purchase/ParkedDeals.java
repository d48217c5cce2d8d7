package io.kehu.customer.purchase;

import io.kehu.starter.protection.key.Column;
import io.kehu.starter.protection.key.PersonalData;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** The table {@code parked_deal}: deals that wait for their customer or their purchase. */
@Repository
class ParkedDeals {

    private static final Column EXTERNAL_ID = new Column("parked_deal", "external_id");

    private final JdbcClient jdbc;
    private final PersonalData personalData;
    private final JsonMapper mapper;

    ParkedDeals(JdbcClient jdbc, PersonalData personalData, JsonMapper mapper) {
        this.jdbc = jdbc;
        this.personalData = personalData;
        this.mapper = mapper;
    }

    /** Why a deal waits. */
    enum Reason {
        NO_CUSTOMER,
        UNKNOWN_CUSTOMER,
        UNKNOWN_PURCHASE
    }

    /** A deal that waits; the external id only for those that wait for a customer. */
    record Parked(
            UUID id,
            String kind,
            String body,
            @Nullable String system,
            @Nullable String externalId) {}

    /** What people see of one. */
    record Overview(
            UUID id,
            @Schema(example = "PURCHASE") String kind,
            Channel channel,
            @Schema(example = "SZ01-20261101-0042") String naturalNo,
            @Schema(example = "SZ01-20261101-0042") String orderNo,
            Reason reason,
            Instant parkedAt,
            @Schema(example = "2") int attempts) {}

    /** A repetition of a deal that waits already changes nothing. */
    void parkPurchase(UUID id, PurchaseBody purchase, Reason reason) {
        PurchaseBody.Buyer buyer = purchase.customer();
        String externalId = buyer == null ? null : buyer.externalId();
        byte[] sealed = externalId == null
                ? null
                : personalData.openOrCreate(List.of(id.toString())).seal(id.toString(), EXTERNAL_ID, externalId);
        PurchaseBody anonymous = new PurchaseBody(
                buyer == null || buyer.number() == null ? null : new PurchaseBody.Buyer(buyer.number(), null, null),
                purchase.channel(),
                purchase.orderNo(),
                purchase.store(),
                purchase.occurredAt(),
                purchase.currency(),
                purchase.lines());
        jdbc.sql("""
                        INSERT INTO parked_deal
                            (id, kind, channel, natural_no, order_no, reason, external_system, external_id, body)
                        VALUES (:id, 'PURCHASE', :channel, :orderNo, :orderNo, :reason, :system, :externalId, :body::jsonb)
                        ON CONFLICT (kind, channel, natural_no) DO NOTHING
                        """)
                .param("id", id)
                .param("channel", purchase.channel().name())
                .param("orderNo", purchase.orderNo().strip())
                .param("reason", reason.name())
                .param("system", buyer == null ? null : buyer.system())
                .param("externalId", sealed)
                .param("body", mapper.writeValueAsString(anonymous))
                .update();
    }

    void parkRefund(UUID id, RefundBody refund) {
        jdbc.sql("""
                        INSERT INTO parked_deal (id, kind, channel, natural_no, order_no, reason, body)
                        VALUES (:id, 'REFUND', :channel, :refundNo, :orderNo, 'UNKNOWN_PURCHASE', :body::jsonb)
                        ON CONFLICT (kind, channel, natural_no) DO NOTHING
                        """)
                .param("id", id)
                .param("channel", refund.channel().name())
                .param("refundNo", refund.refundNo().strip())
                .param("orderNo", refund.orderNo().strip())
                .param("body", mapper.writeValueAsString(refund))
                .update();
    }

    /** Refunds that wait for these purchases; they leave the table. */
    List<RefundBody> takeRefundsOf(List<Purchases.Key> keys) {
        return jdbc.sql("""
                        DELETE FROM parked_deal p
                        USING unnest(:channels, :orderNos) AS wanted (channel, order_no)
                        WHERE p.kind = 'REFUND' AND p.channel = wanted.channel AND p.order_no = wanted.order_no
                        RETURNING p.body::text AS body
                        """)
                .param(
                        "channels",
                        keys.stream().map(key -> key.channel().name()).toArray(String[]::new))
                .param("orderNos", keys.stream().map(Purchases.Key::orderNo).toArray(String[]::new))
                .query((row, index) -> mapper.readValue(row.getString("body"), RefundBody.class))
                .list();
    }

    /** Purchases that have become recordable some other way leave the table. */
    void removePurchases(List<Purchases.Key> keys) {
        jdbc.sql("""
                        DELETE FROM parked_deal p
                        USING unnest(:channels, :orderNos) AS done (channel, order_no)
                        WHERE p.kind = 'PURCHASE' AND p.channel = done.channel AND p.natural_no = done.order_no
                        """)
                .param(
                        "channels",
                        keys.stream().map(key -> key.channel().name()).toArray(String[]::new))
                .param("orderNos", keys.stream().map(Purchases.Key::orderNo).toArray(String[]::new))
                .update();
    }

    /** Purchases whose customer may be known by now. */
    List<Parked> due(int limit) {
        List<UUID> ids = jdbc.sql("""
                        SELECT id FROM parked_deal
                        WHERE reason = 'UNKNOWN_CUSTOMER' AND next_attempt_at <= now()
                        ORDER BY next_attempt_at LIMIT :limit
                        """).param("limit", limit).query(UUID.class).list();
        PersonalData.Vault vault =
                personalData.open(ids.stream().map(UUID::toString).toList());
        return jdbc.sql("""
                        SELECT id, kind, body::text AS body, external_system, external_id FROM parked_deal
                        WHERE id = ANY (:ids)
                        """)
                .param("ids", ids.toArray(UUID[]::new))
                .query((row, index) -> {
                    UUID id = row.getObject("id", UUID.class);
                    byte[] sealed = row.getBytes("external_id");
                    return new Parked(
                            id,
                            row.getString("kind"),
                            row.getString("body"),
                            row.getString("external_system"),
                            sealed == null ? null : vault.open(id.toString(), EXTERNAL_ID, sealed));
                })
                .list();
    }

    void postpone(List<UUID> ids) {
        jdbc.sql("""
                        UPDATE parked_deal
                        SET attempts = attempts + 1,
                            next_attempt_at = now() + least(interval '30 seconds' * power(2, least(attempts, 10)), interval '1 hour')
                        WHERE id = ANY (:ids)
                        """).param("ids", ids.toArray(UUID[]::new)).update();
    }

    PurchaseBody purchase(Parked parked) {
        return mapper.readValue(parked.body(), PurchaseBody.class);
    }

    /** In the order of parking. */
    List<Overview> page(@Nullable String reason, @Nullable UUID after, int limit) {
        return jdbc.sql("""
                        SELECT id, kind, channel, natural_no, order_no, reason, parked_at, attempts FROM parked_deal
                        WHERE (:reason::text IS NULL OR reason = :reason) AND (:after::uuid IS NULL OR id > :after::uuid)
                        ORDER BY id LIMIT :limit
                        """)
                .param("reason", reason)
                .param("after", after == null ? null : after.toString())
                .param("limit", limit)
                .query((row, index) -> new Overview(
                        row.getObject("id", UUID.class),
                        row.getString("kind"),
                        Channel.valueOf(row.getString("channel")),
                        row.getString("natural_no"),
                        row.getString("order_no"),
                        Reason.valueOf(row.getString("reason")),
                        row.getTimestamp("parked_at").toInstant(),
                        row.getInt("attempts")))
                .list();
    }
}
