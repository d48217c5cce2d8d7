package io.kehu.starter.messaging;

import org.jspecify.annotations.Nullable;

/**
 * A fact to be told to other services.
 *
 * @param type {@code <domain>.<entity>.<fact>.v<n>}, documented in docs/events
 * @param subject customer number or aggregate id
 * @param subjectVersion see {@link EventEnvelope#subjectVersion()}
 * @param data a record that becomes JSON; numbers, ids, amounts and codes, never names or addresses
 * @param traceparent trace of the cause; null for the trace of the current thread
 */
public record OutgoingEvent(
        String type,
        String subject,
        long subjectVersion,
        Object data,
        @Nullable String traceparent) {

    public OutgoingEvent(String type, String subject, long subjectVersion, Object data) {
        this(type, subject, subjectVersion, data, null);
    }

    /** The same event as a consequence of another one, so that one trace shows both. */
    public OutgoingEvent causedBy(EventEnvelope cause) {
        return new OutgoingEvent(type, subject, subjectVersion, data, cause.traceparent());
    }
}
