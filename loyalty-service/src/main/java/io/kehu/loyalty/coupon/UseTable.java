package io.kehu.loyalty.coupon;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table {@code coupon_use}. */
@Repository
class UseTable {

    /** Of the use {@code u}, beside columns of coupons and codes. */
    static final String COLUMNS =
            "u.id AS use_id, u.code AS use_code, u.number AS use_number, u.channel AS use_channel, u.order_no AS use_order_no,"
                    + " u.amount_minor AS use_amount_minor, u.currency AS use_currency, u.off_minor AS use_off_minor, u.state AS use_state,"
                    + " u.reserved_until AS use_reserved_until, u.redeemed_at AS use_redeemed_at";

    private final JdbcClient jdbc;

    UseTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @return false when the order has the coupon, or one of its group, or the code is on another one */
    boolean insert(Coupon coupon, CouponUse use, String actor, Instant now) {
        return jdbc.sql("""
                        INSERT INTO coupon_use (id, code, program, coupon, stack_group, number, channel, order_no, amount_minor, currency,
                            off_minor, state, actor, created_at, reserved_until, redeemed_at)
                        VALUES (:id, :code, :program, :coupon, :stackGroup, :number, :channel, :orderNo, :amount, :currency, :off, :state,
                            :actor, :now::timestamptz, :reservedUntil::timestamptz, :redeemedAt::timestamptz)
                        ON CONFLICT DO NOTHING
                        """)
                        .param("id", use.id())
                        .param("code", use.code())
                        .param("program", coupon.program())
                        .param("coupon", coupon.code())
                        .param("stackGroup", coupon.terms().stackGroup())
                        .param("number", use.number())
                        .param("channel", use.channel().name())
                        .param("orderNo", use.orderNo())
                        .param("amount", use.amountMinor())
                        .param("currency", use.currency())
                        .param("off", use.offMinor())
                        .param("state", use.state().name())
                        .param("actor", actor)
                        .param("now", now.toString())
                        .param(
                                "reservedUntil",
                                use.reservedUntil() == null
                                        ? null
                                        : use.reservedUntil().toString())
                        .param(
                                "redeemedAt",
                                use.redeemedAt() == null
                                        ? null
                                        : use.redeemedAt().toString())
                        .update()
                == 1;
    }

    /** With the amount the order has by now. @return false when it is not kept any more */
    boolean redeem(CouponUse use, Instant now) {
        return jdbc.sql("""
                        UPDATE coupon_use SET state = 'REDEEMED', redeemed_at = :now::timestamptz, amount_minor = :amount, currency = :currency,
                            off_minor = :off
                        WHERE id = :id AND state = 'RESERVED' AND reserved_until > :now::timestamptz
                        """)
                        .param("id", use.id())
                        .param("amount", use.amountMinor())
                        .param("currency", use.currency())
                        .param("off", use.offMinor())
                        .param("now", now.toString())
                        .update()
                == 1;
    }

    /** @return false when it stands elsewhere by now */
    boolean end(CouponUse use, CouponUse.State to, Instant now) {
        return jdbc.sql("""
                        UPDATE coupon_use SET state = :to, ended_at = :now::timestamptz WHERE id = :id AND state = :from
                        """)
                        .param("id", use.id())
                        .param("from", use.state().name())
                        .param("to", to.name())
                        .param("now", now.toString())
                        .update()
                == 1;
    }

    /** Orders keep no code of an issue any more, because all of it is void. */
    void endOfIssue(UUID issue, Instant now) {
        jdbc.sql("""
                        UPDATE coupon_use u SET state = 'VOIDED', ended_at = :now::timestamptz FROM coupon_code c
                        WHERE c.issue = :issue AND u.code = c.id AND u.state = 'RESERVED'
                        """).param("issue", issue).param("now", now.toString()).update();
    }

    /** Codes whose orders have kept them for too long. */
    List<UUID> due(Instant now, int limit) {
        return jdbc.sql("""
                        SELECT code FROM coupon_use WHERE state = 'RESERVED' AND reserved_until <= :now::timestamptz
                        ORDER BY reserved_until, id LIMIT :limit
                        """)
                .param("now", now.toString())
                .param("limit", limit)
                .query(UUID.class)
                .list();
    }

    static CouponUse use(ResultSet row) throws SQLException {
        return new CouponUse(
                row.getObject("use_id", UUID.class),
                row.getObject("use_code", UUID.class),
                row.getString("use_number"),
                Channel.valueOf(row.getString("use_channel")),
                row.getString("use_order_no"),
                row.getLong("use_amount_minor"),
                row.getString("use_currency"),
                row.getLong("use_off_minor"),
                CouponUse.State.valueOf(row.getString("use_state")),
                CouponTable.instant(row.getTimestamp("use_reserved_until")),
                CouponTable.instant(row.getTimestamp("use_redeemed_at")));
    }
}
