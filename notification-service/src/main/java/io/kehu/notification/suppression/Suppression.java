package io.kehu.notification.suppression;

import io.kehu.notification.Channel;
import io.kehu.notification.Purpose;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An address nothing, or no marketing, may be sent to.
 *
 * @param until null for good
 */
public record Suppression(
        UUID id,
        Channel channel,
        Scope scope,
        Reason reason,
        @Nullable Instant until,
        long version,
        Instant createdAt,
        String createdBy) {

    /** How much is held back. */
    public enum Scope {
        ALL,
        /** Marketing and care. */
        MARKETING;

        public boolean covers(Purpose purpose) {
            return this == ALL || purpose == Purpose.MARKETING || purpose == Purpose.CARE;
        }
    }

    /** Why. */
    public enum Reason {
        /** The mail server of the address said for good that there is no such mailbox. */
        HARD_BOUNCE,
        /** The recipient called a message spam. */
        COMPLAINT,
        /** The recipient followed an unsubscribe link. */
        UNSUBSCRIBED,
        /** The recipient answered R. */
        REPLY,
        /** The address cannot exist. */
        INVALID,
        /** Somebody of the staff decided so. */
        MANUAL
    }
}
