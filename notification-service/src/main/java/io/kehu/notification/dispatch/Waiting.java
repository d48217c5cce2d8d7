package io.kehu.notification.dispatch;

import io.kehu.notification.Channel;
import io.kehu.notification.CustomerNumber;
import io.kehu.notification.Purpose;
import io.kehu.notification.message.DedupeKey;
import io.kehu.notification.message.MessageState;
import io.kehu.notification.template.TemplateKey;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message a worker has taken on.
 *
 * @param number the number that stood for its customer when it was taken on: the one to be asked about
 */
record Waiting(
        UUID id,
        DedupeKey dedupeKey,
        CustomerNumber number,
        Purpose purpose,
        Channel channel,
        TemplateKey template,
        Map<String, Object> parameters,
        Instant expiresAt,
        MessageState state,
        Instant dueAt,
        int attempts,
        int failures,
        @Nullable String traceparent) {

    boolean isExpired(Instant now) {
        return !now.isBefore(expiresAt);
    }
}
