package io.kehu.customer.tag;

import io.kehu.customer.customer.CustomerNumber;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Tags as a column of a file. A file gives tags and takes none. */
@Component
public class ImportedTags {

    private final JdbcClient jdbc;
    private final Tags tags;
    private final CustomerTags customerTags;
    private final TagEvents events;

    ImportedTags(JdbcClient jdbc, Tags tags, CustomerTags customerTags, TagEvents events) {
        this.jdbc = jdbc;
        this.tags = tags;
        this.customerTags = customerTags;
        this.events = events;
    }

    /** What a text in a cell means. */
    public record Meant(String code, boolean retired) {}

    /** A tag a customer got. */
    public record Given(CustomerNumber number, String tag) {}

    /** By text: the tag of that code, or else the one that is not retired and has that name. */
    public Map<String, Meant> meant(Collection<String> texts) {
        Map<String, Meant> meant = new HashMap<>();
        jdbc.sql("""
                        SELECT DISTINCT ON (wanted.text) wanted.text, t.code, t.retired FROM unnest(:texts) AS wanted (text)
                        JOIN tag t ON t.code = lower(wanted.text) OR (NOT t.retired AND lower(t.name) = lower(wanted.text))
                        ORDER BY wanted.text, t.code <> lower(wanted.text)
                        """).param("texts", texts.toArray(String[]::new)).query(row -> {
            meant.put(row.getString("text"), new Meant(row.getString("code"), row.getBoolean("retired")));
        });
        return meant;
    }

    /**
     * In the caller's transaction.
     *
     * @param wanted codes by customer
     * @return what is new
     * @throws OptimisticLockingFailureException when a tag was retired since it was looked up
     */
    public List<Given> give(Map<CustomerNumber, List<String>> wanted, String actor, Instant at) {
        List<Given> given = new ArrayList<>();
        byTag(wanted).forEach((tag, numbers) -> {
            if (tags.hold(tag).filter(label -> !label.retired()).isEmpty()) {
                throw new OptimisticLockingFailureException("A tag was retired since the row was looked at.");
            }
            List<CustomerNumber> changed = customerTags.add(tag, numbers, actor, at);
            events.changed(tag, changed, true);
            changed.forEach(number -> given.add(new Given(number, tag)));
        });
        return given;
    }

    /** In the caller's transaction. */
    public void takeBack(Map<CustomerNumber, List<String>> given) {
        byTag(given).forEach((tag, numbers) -> events.changed(tag, customerTags.remove(tag, numbers), false));
    }

    /** In the order of codes, so that two who want the same ones wait in line. */
    private static Map<String, List<CustomerNumber>> byTag(Map<CustomerNumber, List<String>> byNumber) {
        Map<String, List<CustomerNumber>> byTag = new TreeMap<>();
        byNumber.forEach((number, codes) -> codes.forEach(
                code -> byTag.computeIfAbsent(code, key -> new ArrayList<>()).add(number)));
        return byTag;
    }
}
