package io.kehu.starter.messaging;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Carries trace context through the outbox and the broker; does nothing where tracing is switched off. */
public interface EventTracing {

    EventTracing NONE = new EventTracing() {
        @Override
        public @Nullable String current() {
            return null;
        }

        @Override
        public Scope handling(String queue, List<EventEnvelope> events) {
            return () -> {};
        }
    };

    /** Trace context of the current thread in W3C form. */
    @Nullable
    String current();

    /** Opens a span for handling events: a child of the only event's trace, or one linked to the traces of several. */
    Scope handling(String queue, List<EventEnvelope> events);

    /** Closes what was opened. */
    interface Scope extends AutoCloseable {
        @Override
        void close();
    }
}
