package io.kehu.customer.tag;

import io.kehu.customer.customer.CustomerNumber;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Tags of customers that turn out to be one: the survivor carries them all. */
@Component
public class MergeTags {

    private final JdbcClient jdbc;
    private final TagEvents events;

    MergeTags(JdbcClient jdbc, TagEvents events) {
        this.jdbc = jdbc;
        this.events = events;
    }

    /** In the caller's transaction. @return codes of those the survivor did not carry */
    public List<String> merge(CustomerNumber survivor, Collection<CustomerNumber> losers, String actor, Instant at) {
        List<String> added = jdbc.sql("""
                        INSERT INTO customer_tag (number, tag, at, actor)
                        SELECT DISTINCT :survivor, tag, :at, :actor FROM customer_tag
                        WHERE number = ANY (:losers) ORDER BY tag
                        ON CONFLICT DO NOTHING RETURNING tag
                        """)
                .param("survivor", survivor.value())
                .param("at", OffsetDateTime.ofInstant(at, ZoneOffset.UTC))
                .param("actor", actor)
                .param("losers", losers.stream().map(CustomerNumber::value).toArray(String[]::new))
                .query(String.class)
                .list();
        added.forEach(tag -> events.changed(tag, List.of(survivor), true));
        return added;
    }

    /**
     * In the caller's transaction: tags the merge brought go, unless somebody took them off and put them on again.
     *
     * @param at of the merge
     */
    public void unmerge(CustomerNumber survivor, Collection<String> added, Instant at) {
        List<String> gone = jdbc.sql("""
                        DELETE FROM customer_tag
                        WHERE number = :survivor AND tag = ANY (:tags) AND at = :at RETURNING tag
                        """)
                .param("survivor", survivor.value())
                .param("tags", added.toArray(String[]::new))
                .param("at", OffsetDateTime.ofInstant(at, ZoneOffset.UTC))
                .query(String.class)
                .list();
        gone.forEach(tag -> events.changed(tag, List.of(survivor), false));
    }
}
