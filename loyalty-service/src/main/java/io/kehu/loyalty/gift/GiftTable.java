package io.kehu.loyalty.gift;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table {@code gift}. */
@Repository
class GiftTable {

    private static final String COLUMNS =
            "program, code, name, points, stock, reserved, issued, per_customer, valid_from, valid_to, ended_at";

    private final JdbcClient jdbc;

    GiftTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @return false when there is one of this code */
    boolean insert(Gift gift) {
        return jdbc.sql("""
                        INSERT INTO gift (program, code, name, points, stock, per_customer, valid_from, valid_to)
                        VALUES (:program, :code, :name, :points, :stock, :perCustomer, :validFrom::timestamptz, :validTo::timestamptz)
                        ON CONFLICT DO NOTHING
                        """)
                        .param("program", gift.program())
                        .param("code", gift.code())
                        .param("name", gift.name())
                        .param("points", gift.points())
                        .param("stock", gift.stock())
                        .param("perCustomer", gift.perCustomer())
                        .param("validFrom", gift.validFrom().toString())
                        .param(
                                "validTo",
                                gift.validTo() == null ? null : gift.validTo().toString())
                        .update()
                == 1;
    }

    Optional<Gift> find(String program, String code) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM gift WHERE program = :program AND code = :code")
                .param("program", program)
                .param("code", code)
                .query((row, index) -> gift(row))
                .optional();
    }

    /** By code. */
    List<Gift> list(String program, @Nullable String after, int limit) {
        return jdbc.sql("SELECT " + COLUMNS + """
                         FROM gift WHERE program = :program AND (:after::text IS NULL OR code > :after)
                        ORDER BY code LIMIT :limit
                        """)
                .param("program", program)
                .param("after", after)
                .param("limit", limit)
                .query((row, index) -> gift(row))
                .list();
    }

    /** One conditional statement decides who gets the last one. @return false when it is not offered, or there are too few */
    boolean reserve(String program, String code, long quantity, Instant now) {
        return jdbc.sql("""
                        UPDATE gift SET reserved = reserved + :quantity
                        WHERE program = :program AND code = :code AND reserved + issued + :quantity <= stock AND ended_at IS NULL
                            AND valid_from <= :now::timestamptz AND (valid_to IS NULL OR valid_to > :now::timestamptz)
                        """)
                        .param("program", program)
                        .param("code", code)
                        .param("quantity", quantity)
                        .param("now", now.toString())
                        .update()
                == 1;
    }

    /** What was reserved is given away, or there again; what was given away is there again. */
    void move(GiftOrder order, long reserved, long issued) {
        jdbc.sql(
                        "UPDATE gift SET reserved = reserved + :reserved, issued = issued + :issued WHERE program = :program AND code = :code")
                .param("program", order.program())
                .param("code", order.gift())
                .param("reserved", reserved)
                .param("issued", issued)
                .update();
    }

    /** @return false when more is promised and given away than there would be */
    boolean restock(String program, String code, long added) {
        return jdbc.sql("""
                        UPDATE gift SET stock = stock + :added
                        WHERE program = :program AND code = :code AND stock + :added >= reserved + issued
                        """)
                        .param("program", program)
                        .param("code", code)
                        .param("added", added)
                        .update()
                == 1;
    }

    void end(String program, String code, Instant now) {
        jdbc.sql(
                        "UPDATE gift SET ended_at = coalesce(ended_at, :now::timestamptz) WHERE program = :program AND code = :code")
                .param("program", program)
                .param("code", code)
                .param("now", now.toString())
                .update();
    }

    private static Gift gift(ResultSet row) throws SQLException {
        return new Gift(
                row.getString("program"),
                row.getString("code"),
                row.getString("name"),
                row.getLong("points"),
                row.getLong("stock"),
                row.getLong("reserved"),
                row.getLong("issued"),
                row.getObject("per_customer", Integer.class),
                row.getTimestamp("valid_from").toInstant(),
                instant(row.getTimestamp("valid_to")),
                instant(row.getTimestamp("ended_at")));
    }

    private static @Nullable Instant instant(@Nullable Timestamp at) {
        return at == null ? null : at.toInstant();
    }
}
