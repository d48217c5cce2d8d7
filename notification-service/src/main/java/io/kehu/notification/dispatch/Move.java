package io.kehu.notification.dispatch;

import io.kehu.notification.message.MessageState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A step of a message to its next state.
 *
 * @param reason why, where the state asks for one
 * @param dueAt when it is to be looked at again; null to leave that as it is
 * @param attempts how many attempts it has had then
 * @param failures how many of them were refused, but worth another try
 */
record Move(
        Waiting message,
        MessageState state,
        @Nullable String reason,
        @Nullable Instant dueAt,
        int attempts,
        int failures) {

    static Move to(Waiting message, MessageState state, @Nullable String reason) {
        return new Move(message, state, reason, null, message.attempts(), message.failures());
    }

    static Move later(Waiting message, MessageState state, @Nullable String reason, Instant dueAt) {
        return new Move(message, state, reason, dueAt, message.attempts(), message.failures());
    }

    Move afterAttempt(int attempt) {
        return new Move(message, state, reason, dueAt, attempt, failures);
    }

    Move afterFailure() {
        return new Move(message, state, reason, dueAt, attempts, failures + 1);
    }
}
