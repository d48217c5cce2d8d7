package io.kehu.notification.dispatch;

import io.kehu.notification.DatabaseTime;
import io.kehu.notification.message.MessageState;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Counts what becomes of messages, and shows what waits and what nobody knows the end of. */
@Component
class DispatchMetrics {

    /** Counting further would make the scrape itself a load. */
    private static final int COUNTED = 100_000;

    private final JdbcClient jdbc;
    private final MeterRegistry meters;
    private final Clock clock;

    DispatchMetrics(JdbcClient jdbc, MeterRegistry meters, Clock clock) {
        this.jdbc = jdbc;
        this.meters = meters;
        this.clock = clock;
        meters.gauge("notification.messages.due", this, DispatchMetrics::due);
        meters.gauge("notification.messages.unknown", this, DispatchMetrics::unknown);
    }

    void moved(List<Move> moves) {
        for (Move move : moves) {
            moved(move.state(), move.message().purpose().name(), 1);
        }
    }

    void moved(MessageState state, String purpose, int count) {
        meters.counter("notification.messages.moved", "state", state.name(), "purpose", purpose)
                .increment(count);
    }

    private double due() {
        return jdbc.sql("""
                        SELECT count(*) FROM (
                            SELECT 1 FROM message
                            WHERE state IN ('ACCEPTED', 'DEFERRED', 'READY') AND due_at <= :now
                            LIMIT :counted
                        ) AS waiting
                        """)
                .param("now", DatabaseTime.of(clock.instant()))
                .param("counted", COUNTED)
                .query(Double.class)
                .single();
    }

    private double unknown() {
        return jdbc.sql("SELECT count(*) FROM message WHERE state = 'UNKNOWN'")
                .query(Double.class)
                .single();
    }
}
