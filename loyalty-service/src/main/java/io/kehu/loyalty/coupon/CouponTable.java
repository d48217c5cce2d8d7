package io.kehu.loyalty.coupon;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table {@code coupon}. */
@Repository
class CouponTable {

    /** Of the coupon {@code d}; two columns have names of their own beside those of a code. */
    static final String COLUMNS =
            "d.program, d.code AS coupon, d.name, d.kind, d.value_minor, d.percent, d.most_minor, d.gift, d.least_minor, d.currency, d.quota,"
                    + " d.per_customer, d.channels, d.stack_group, d.valid_from AS coupon_from, d.valid_to AS coupon_to, d.valid_days,"
                    + " d.reserved, d.used, d.ended_at";

    private final JdbcClient jdbc;

    CouponTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @return false when there is one of this code */
    boolean insert(Coupon coupon, String actor, Instant now) {
        Worth worth = coupon.worth();
        Coupon.Terms terms = coupon.terms();
        Coupon.Validity validity = coupon.validity();
        return jdbc.sql("""
                        INSERT INTO coupon (program, code, name, kind, value_minor, percent, most_minor, gift, least_minor, currency, quota,
                            per_customer, channels, stack_group, valid_from, valid_to, valid_days, created_by, created_at)
                        VALUES (:program, :code, :name, :kind, :value, :percent, :most, :gift, :least, :currency, :quota, :perCustomer,
                            :channels, :stackGroup, :from::timestamptz, :to::timestamptz, :days, :actor, :now::timestamptz)
                        ON CONFLICT DO NOTHING
                        """)
                        .param("program", coupon.program())
                        .param("code", coupon.code())
                        .param("name", coupon.name())
                        .param("kind", worth.kind().name())
                        .param("value", worth.valueMinor())
                        .param("percent", worth.percent())
                        .param("most", worth.mostMinor())
                        .param("gift", worth.gift())
                        .param("least", worth.leastMinor())
                        .param("currency", worth.currency())
                        .param("quota", terms.quota())
                        .param("perCustomer", terms.perCustomer())
                        .param(
                                "channels",
                                terms.channels().stream().map(Channel::name).toArray(String[]::new))
                        .param("stackGroup", terms.stackGroup())
                        .param("from", validity.from().toString())
                        .param(
                                "to",
                                validity.to() == null ? null : validity.to().toString())
                        .param("days", validity.days())
                        .param("actor", actor)
                        .param("now", now.toString())
                        .update()
                == 1;
    }

    Optional<Coupon> find(String program, String code) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM coupon d WHERE d.program = :program AND d.code = :code")
                .param("program", program)
                .param("code", code)
                .query((row, index) -> coupon(row))
                .optional();
    }

    /** By code. */
    List<Coupon> list(String program, @Nullable String after, int limit) {
        return jdbc.sql("SELECT " + COLUMNS + """
                         FROM coupon d WHERE d.program = :program AND (:after::text IS NULL OR d.code > :after)
                        ORDER BY d.code LIMIT :limit
                        """)
                .param("program", program)
                .param("after", after)
                .param("limit", limit)
                .query((row, index) -> coupon(row))
                .list();
    }

    /** One conditional statement decides who gets the last one. @return false when there is none left, or it was ended */
    boolean take(String program, String code, CodeState as) {
        return jdbc.sql("""
                        UPDATE coupon SET reserved = reserved + :reserved, used = used + :used
                        WHERE program = :program AND code = :code AND ended_at IS NULL AND (quota IS NULL OR reserved + used < quota)
                        """)
                        .param("program", program)
                        .param("code", code)
                        .param("reserved", as == CodeState.RESERVED ? 1 : 0)
                        .param("used", as == CodeState.REDEEMED ? 1 : 0)
                        .update()
                == 1;
    }

    /** What was kept is used, or there again; what was used is there again. */
    void move(String program, String code, int reserved, int used) {
        jdbc.sql(
                        "UPDATE coupon SET reserved = reserved + :reserved, used = used + :used WHERE program = :program AND code = :code")
                .param("program", program)
                .param("code", code)
                .param("reserved", reserved)
                .param("used", used)
                .update();
    }

    void end(String program, String code, Instant now) {
        jdbc.sql(
                        "UPDATE coupon SET ended_at = coalesce(ended_at, :now::timestamptz) WHERE program = :program AND code = :code")
                .param("program", program)
                .param("code", code)
                .param("now", now.toString())
                .update();
    }

    static Coupon coupon(ResultSet row) throws SQLException {
        return new Coupon(
                row.getString("program"),
                row.getString("coupon"),
                row.getString("name"),
                new Worth(
                        Worth.Kind.valueOf(row.getString("kind")),
                        row.getObject("value_minor", Long.class),
                        row.getObject("percent", Integer.class),
                        row.getObject("most_minor", Long.class),
                        row.getString("gift"),
                        row.getObject("least_minor", Long.class),
                        row.getString("currency")),
                new Coupon.Terms(
                        row.getObject("quota", Long.class),
                        row.getObject("per_customer", Integer.class),
                        Stream.of((String[]) row.getArray("channels").getArray())
                                .map(Channel::valueOf)
                                .toList(),
                        row.getString("stack_group")),
                new Coupon.Validity(
                        row.getTimestamp("coupon_from").toInstant(),
                        instant(row.getTimestamp("coupon_to")),
                        row.getObject("valid_days", Integer.class)),
                row.getLong("reserved"),
                row.getLong("used"),
                instant(row.getTimestamp("ended_at")));
    }

    static @Nullable Instant instant(@Nullable Timestamp at) {
        return at == null ? null : at.toInstant();
    }
}
