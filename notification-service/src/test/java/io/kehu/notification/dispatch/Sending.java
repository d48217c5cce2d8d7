package io.kehu.notification.dispatch;

import io.kehu.notification.provider.Provider;
import io.kehu.notification.provider.Providers;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Sends when a test says so, and looks at what the database says about it. */
public final class Sending {

    private final Dispatcher dispatcher;
    private final Provider provider;
    private final JdbcClient jdbc;

    Sending(Dispatcher dispatcher, Providers providers, JdbcClient jdbc) {
        this.dispatcher = dispatcher;
        this.provider = providers.all().getFirst();
        this.jdbc = jdbc;
    }

    Provider provider() {
        return provider;
    }

    /** Until nothing is due, or somebody is away. */
    public void drain() {
        drain(provider);
    }

    void drain(Provider by) {
        Dispatcher.Round round;
        do {
            round = dispatcher.round(Lane.all(by), () -> false);
        } while (round.taken() > 0 && !round.away());
    }

    Dispatcher.Round round(Lane lane) {
        return dispatcher.round(lane, () -> false);
    }

    public String state(UUID message) {
        return text("SELECT state FROM message WHERE id = :id", message);
    }

    public String reason(UUID message) {
        return text("SELECT coalesce(reason, '') FROM message WHERE id = :id", message);
    }

    /** Gate and verdict of each decision, in order. */
    public List<String> verdicts(UUID message) {
        return jdbc.sql("""
                        SELECT gate || ' ' || verdict || coalesce(' ' || reason, '') FROM decision
                        WHERE message_id = :id ORDER BY id
                        """).param("id", message).query(String.class).list();
    }

    /** State and error of each attempt, in order. */
    List<String> attempts(UUID message) {
        return jdbc.sql("""
                        SELECT state || coalesce(' ' || error_class, '') FROM attempt WHERE message_id = :id ORDER BY n
                        """).param("id", message).query(String.class).list();
    }

    /** Events about the message, in order; nobody listens in this test, so they stay in the outbox. */
    public List<Map<String, Object>> events(UUID message) {
        return jdbc.sql("""
                        SELECT topic, subject, payload::text AS payload, traceparent FROM outbox_event
                        WHERE payload ->> 'messageId' = :id ORDER BY id
                        """).param("id", message.toString()).query().listOfRows();
    }

    private String text(String sql, UUID message) {
        return jdbc.sql(sql).param("id", message).query(String.class).single();
    }
}
