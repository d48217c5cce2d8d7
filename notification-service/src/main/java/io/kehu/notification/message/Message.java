package io.kehu.notification.message;

import io.kehu.notification.Channel;
import io.kehu.notification.CustomerNumber;
import io.kehu.notification.Purpose;
import io.kehu.notification.template.TemplateKey;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message and its fate so far.
 *
 * @param number the number it is filed under
 * @param living the number that stands for that one now
 */
record Message(
        MessageId id,
        DedupeKey dedupeKey,
        Purpose purpose,
        CustomerNumber number,
        CustomerNumber living,
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

    /**
     * Whether the same wish was meant: what is said to whom.
     *
     * @param otherLiving the number that stands for the other wish's customer now
     */
    boolean isWish(CustomerNumber otherLiving, TemplateKey otherTemplate) {
        return living.equals(otherLiving) && template.equals(otherTemplate);
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
