package io.kehu.starter.messaging.dead;

import com.fasterxml.jackson.annotation.JsonRawValue;
import org.jspecify.annotations.Nullable;

/**
 * A message its consumer gave up on.
 *
 * @param queue the consumer's queue
 * @param eventId id of the event, if the message was one
 * @param type type of the event, if the message was one
 * @param reason why the last try failed
 * @param attempts how often it was tried
 * @param event the whole event, if the message was one; events hold no personal data
 */
public record DeadLetter(
        String queue,
        @Nullable String eventId,
        @Nullable String type,
        String reason,
        int attempts,
        @JsonRawValue @Nullable String event) {}
