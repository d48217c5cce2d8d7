package io.kehu.notification.message;

import io.kehu.notification.Channel;
import io.kehu.notification.Purpose;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message as callers see it.
 *
 * @param parameters missing for one-time passwords
 * @param reason gate and reason where it is SUPPRESSED or DEFERRED, class of the failure where it is FAILED
 * @param nextTry when it will be looked at; missing once it will not
 * @param attempts tries to hand it to a provider
 */
record MessageView(
        UUID id,
        String dedupeKey,
        String number,
        Purpose purpose,
        Channel channel,
        String template,
        @Nullable Map<String, Object> parameters,
        MessageState state,
        @Nullable String reason,
        @Nullable Instant notBefore,
        Instant expiresAt,
        @Nullable Instant nextTry,
        int attempts,
        String source,
        String requestedBy,
        Instant createdAt,
        Instant updatedAt) {

    static MessageView of(Message message) {
        return new MessageView(
                message.id().value(),
                message.dedupeKey().value(),
                message.living().value(),
                message.purpose(),
                message.channel(),
                message.template().value(),
                message.purpose() == Purpose.OTP ? null : message.parameters(),
                message.state(),
                message.reason(),
                message.notBefore(),
                message.expiresAt(),
                message.nextTry(),
                message.attempts(),
                message.source(),
                message.requestedBy(),
                message.createdAt(),
                message.updatedAt());
    }
}
