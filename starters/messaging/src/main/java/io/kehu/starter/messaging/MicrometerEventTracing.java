package io.kehu.starter.messaging;

import io.micrometer.tracing.Link;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Trace context by Micrometer, in the W3C form {@code 00-<trace>-<span>-<flags>}. */
final class MicrometerEventTracing implements EventTracing {

    private static final String SAMPLED = "01";

    private final Tracer tracer;

    MicrometerEventTracing(Tracer tracer) {
        this.tracer = tracer;
    }

    @Override
    public @Nullable String current() {
        Span span = tracer.currentSpan();
        if (span == null) {
            return null;
        }
        TraceContext context = span.context();
        boolean sampled = Boolean.TRUE.equals(context.sampled());
        return "00-" + context.traceId() + "-" + context.spanId() + "-" + (sampled ? SAMPLED : "00");
    }

    @Override
    public Scope handling(String queue, List<EventEnvelope> events) {
        Span.Builder builder = tracer.spanBuilder();
        if (events.size() == 1) {
            TraceContext cause = context(events.getFirst().traceparent());
            if (cause != null) {
                builder.setParent(cause);
            }
        } else {
            events.forEach(event -> link(builder, event));
        }
        Span span = builder.name("handle " + queue)
                .kind(Span.Kind.CONSUMER)
                .tag("messaging.destination.name", queue)
                .tag("messaging.batch.message_count", events.size())
                .start();
        Tracer.SpanInScope scope = tracer.withSpan(span);
        return () -> {
            scope.close();
            span.end();
        };
    }

    private void link(Span.Builder builder, EventEnvelope event) {
        TraceContext cause = context(event.traceparent());
        if (cause != null) {
            builder.addLink(new Link(cause));
        }
    }

    private @Nullable TraceContext context(@Nullable String traceparent) {
        if (traceparent == null) {
            return null;
        }
        String[] parts = traceparent.split("-", -1);
        return tracer.traceContextBuilder()
                .traceId(parts[1])
                .spanId(parts[2])
                .sampled(SAMPLED.equals(parts[3]))
                .build();
    }
}
