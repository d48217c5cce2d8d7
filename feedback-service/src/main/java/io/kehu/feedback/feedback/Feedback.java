package io.kehu.feedback.feedback;

import io.kehu.feedback.CustomerNumber;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Feedback as it is kept: what was said stays sealed until somebody who may read it asks.
 *
 * @param number the number it was filed under, whose key seals it
 * @param living the number that stands for that one now, which is shown
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared as a whole.
record Feedback(
        FeedbackId id,
        Channel channel,
        byte @Nullable [] externalRef,
        @Nullable CustomerNumber number,
        @Nullable CustomerNumber living,
        Kind kind,
        byte @Nullable [] body,
        @Nullable Integer rating,
        @Nullable String product,
        @Nullable String store,
        Instant occurredAt,
        Instant receivedAt,
        long version) {

    /** Whose key seals it: the customer's, or its own while nobody is known. */
    String keyOwner() {
        return keyOwner(id, number);
    }

    static String keyOwner(FeedbackId id, @Nullable CustomerNumber number) {
        return number == null ? id.toString() : number.value();
    }
}
