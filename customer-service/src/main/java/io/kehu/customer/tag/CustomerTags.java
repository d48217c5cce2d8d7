package io.kehu.customer.tag;

import io.kehu.customer.customer.CustomerNumber;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table {@code customer_tag}. */
@Repository
class CustomerTags {

    private final JdbcClient jdbc;
    private final Clock clock;

    CustomerTags(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** A tag a customer carries. */
    record Carried(
            @Schema(example = "TEA_LOVER") String code,
            @Schema(example = "爱茶 / tea lover") String name,
            @Schema(example = "#2e7d32") String colour,
            Instant at,

            @Schema(example = "9c1e2f60-5a3b-4c7d-8e21-0f6b7a9d1c34")
            String actor) {}

    List<Carried> of(CustomerNumber number) {
        return jdbc.sql("""
                        SELECT t.code, t.name, t.colour, c.at, c.actor
                        FROM customer_tag c JOIN tag t ON t.code = c.tag
                        WHERE c.number = :number ORDER BY t.name, t.code
                        """)
                .param("number", number.value())
                .query((row, index) -> new Carried(
                        row.getString("code"),
                        row.getString("name"),
                        row.getString("colour"),
                        row.getTimestamp("at").toInstant(),
                        row.getString("actor")))
                .list();
    }

    /** @return those that did not carry it yet */
    List<CustomerNumber> add(String tag, Collection<CustomerNumber> numbers, String actor) {
        return add(tag, numbers, actor, clock.instant());
    }

    /** @return those that did not carry it yet */
    List<CustomerNumber> add(String tag, Collection<CustomerNumber> numbers, String actor, Instant at) {
        return jdbc.sql("""
                        INSERT INTO customer_tag (number, tag, at, actor)
                        SELECT number, :tag, :now, :actor FROM unnest(:numbers) AS new (number) ORDER BY number
                        ON CONFLICT DO NOTHING
                        RETURNING number
                        """)
                .param("tag", tag)
                .param("now", OffsetDateTime.ofInstant(at, ZoneOffset.UTC))
                .param("actor", actor)
                .param("numbers", texts(numbers))
                .query((row, index) -> new CustomerNumber(row.getString("number")))
                .list();
    }

    /** @return those that carried it */
    List<CustomerNumber> remove(String tag, Collection<CustomerNumber> numbers) {
        return jdbc.sql("DELETE FROM customer_tag WHERE tag = :tag AND number = ANY (:numbers) RETURNING number")
                .param("tag", tag)
                .param("numbers", texts(numbers))
                .query((row, index) -> new CustomerNumber(row.getString("number")))
                .list();
    }

    private static String[] texts(Collection<CustomerNumber> numbers) {
        return numbers.stream().map(CustomerNumber::value).sorted().toArray(String[]::new);
    }
}
