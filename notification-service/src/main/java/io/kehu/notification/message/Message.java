package io.kehu.notification.message;

import io.kehu.notification.Channel;
import io.kehu.notification.CustomerNumber;
import io.kehu.notification.Purpose;
import io.kehu.notification.template.TemplateKey;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A message and its fate so far. */
record Message(
        MessageId id,
        DedupeKey dedupeKey,
        Purpose purpose,
        CustomerNumber number,
        Channel channel,
        TemplateKey template,
        Map<String, Object> parameters,
        @Nullable Instant notBefore,
        Instant expiresAt,
        MessageState state,
        @Nullable String reason,
        Instant dueAt,
        int attempts,
        String source,
        String requestedBy,
        long version,
        Instant createdAt,
        Instant updatedAt) {

    /** Whether the same wish was meant: what is said to whom. */
    boolean isWish(CustomerNumber otherNumber, TemplateKey otherTemplate) {
        return number.equals(otherNumber) && template.equals(otherTemplate);
    }

    /** When a worker will look at it; null once none will. */
    @Nullable
    Instant nextTry() {
        return switch (state) {
            case ACCEPTED, DEFERRED, READY -> dueAt;
            case SUPPRESSED, DISPATCHING, SENT, DELIVERED, FAILED, UNKNOWN, ABANDONED -> null;
        };
    }
}
