package io.kehu.starter.messaging.dead;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.swagger.v3.oas.annotations.media.Schema;
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
        @Schema(example = "loyalty.customer") String queue,

        @Schema(example = "0199f3c2-6d1c-7c3e-9a41-5b7f0e2d1c44") @Nullable
        String eventId,

        @Schema(example = "customer.registered.v1") @Nullable
        String type,

        @Schema(example = "EventNotReadyException") String reason,
        @Schema(example = "8") int attempts,

        @Schema(example = "{\"id\": \"0199f3c2-6d1c-7c3e-9a41-5b7f0e2d1c44\"}") @JsonRawValue @Nullable
        String event) {}
