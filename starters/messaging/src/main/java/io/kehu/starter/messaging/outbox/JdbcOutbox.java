package io.kehu.starter.messaging.outbox;

import io.kehu.starter.messaging.EventTracing;
import io.kehu.starter.messaging.Outbox;
import io.kehu.starter.messaging.OutgoingEvent;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import tools.jackson.databind.json.JsonMapper;

/** The table {@code outbox_event}, written in one statement per call. */
final class JdbcOutbox implements Outbox {

    private final JdbcClient jdbc;
    private final JsonMapper mapper;
    private final EventTracing tracing;
    private final Runnable wakeRelay;
    private final String prefix;

    JdbcOutbox(JdbcClient jdbc, JsonMapper mapper, EventTracing tracing, Runnable wakeRelay, String domain) {
        this.jdbc = jdbc;
        this.mapper = mapper;
        this.tracing = tracing;
        this.wakeRelay = wakeRelay;
        this.prefix = domain + ".";
    }

    @Override
    public void append(List<OutgoingEvent> events) {
        if (events.isEmpty()) {
            return;
        }
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("An event belongs into the transaction of the change it tells of.");
        }
        String current = tracing.current();
        int size = events.size();
        String[] topics = new String[size];
        String[] subjects = new String[size];
        long[] versions = new long[size];
        String[] payloads = new String[size];
        String[] traces = new String[size];
        for (int i = 0; i < size; i++) {
            OutgoingEvent event = events.get(i);
            if (!event.type().startsWith(prefix)) {
                throw new IllegalArgumentException("This service publishes " + prefix + "* only, not " + event.type());
            }
            topics[i] = event.type();
            subjects[i] = event.subject();
            versions[i] = event.subjectVersion();
            payloads[i] = mapper.writeValueAsString(event.data());
            traces[i] = event.traceparent() == null ? current : event.traceparent();
        }
        jdbc.sql("""
                        INSERT INTO outbox_event (topic, subject, subject_version, payload, traceparent)
                        SELECT topic, subject, subject_version, payload::jsonb, traceparent
                        FROM unnest(:topics, :subjects, :versions, :payloads, :traces)
                            WITH ORDINALITY AS event (topic, subject, subject_version, payload, traceparent, position)
                        ORDER BY position
                        """)
                .param("topics", topics)
                .param("subjects", subjects)
                .param("versions", versions)
                .param("payloads", payloads)
                .param("traces", traces)
                .update();
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                wakeRelay.run();
            }
        });
    }
}
