package io.kehu.feedback.messaging;

import io.kehu.starter.messaging.EventEnvelope;
import org.jspecify.annotations.Nullable;

/**
 * Something other services may want to know.
 *
 * @param type documented in docs/events
 * @param subject customer number, or the aggregate's id where there is no customer
 * @param data a record that becomes JSON; never a text of a person
 * @param cause the event it follows from; null for what a request caused
 */
public record Fact(
        String type, String subject, Object data, @Nullable EventEnvelope cause) {

    public Fact(String type, String subject, Object data) {
        this(type, subject, data, null);
    }
}
