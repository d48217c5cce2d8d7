package io.kehu.feedback.messaging;

import io.kehu.starter.messaging.Outbox;
import io.kehu.starter.messaging.OutgoingEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Counts the facts of each subject and puts them into the outbox, in the transaction of what they tell. */
@Component
public class Facts {

    private final JdbcClient jdbc;
    private final Outbox outbox;

    Facts(JdbcClient jdbc, Outbox outbox) {
        this.jdbc = jdbc;
        this.outbox = outbox;
    }

    public void tell(List<Fact> facts) {
        if (facts.isEmpty()) {
            return;
        }
        Map<String, Long> versions = nextVersions(facts);
        List<OutgoingEvent> events = new ArrayList<>(facts.size());
        for (Fact fact : facts) {
            long version = versions.merge(fact.subject(), 1L, Long::sum) - 1;
            OutgoingEvent event = new OutgoingEvent(fact.type(), fact.subject(), version, fact.data());
            events.add(fact.cause() == null ? event : event.causedBy(fact.cause()));
        }
        outbox.append(events);
    }

    /** The first free version of each subject. Subjects are locked in one order, so that two batches cannot wait for each other. */
    private Map<String, Long> nextVersions(List<Fact> facts) {
        Map<String, Long> counts = new TreeMap<>();
        facts.forEach(fact -> counts.merge(fact.subject(), 1L, Long::sum));
        Map<String, Long> next = new HashMap<>();
        jdbc.sql("""
                        INSERT INTO subject_version (subject, version)
                        SELECT subject, count FROM unnest(:subjects, :counts) AS told (subject, count)
                        ORDER BY subject COLLATE "C"
                        ON CONFLICT (subject) DO UPDATE SET version = subject_version.version + excluded.version
                        RETURNING subject, version
                        """)
                .param("subjects", counts.keySet().toArray(String[]::new))
                .param(
                        "counts",
                        counts.values().stream().mapToLong(Long::longValue).toArray())
                .query(row -> {
                    String subject = row.getString("subject");
                    next.put(subject, row.getLong("version") - counts.getOrDefault(subject, 0L) + 1);
                });
        return next;
    }
}
