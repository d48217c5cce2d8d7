package io.kehu.notification.dispatch;

import io.kehu.notification.dispatch.DispatchQueue.Moved;
import io.kehu.notification.message.MessageState;
import io.kehu.starter.messaging.Outbox;
import io.kehu.starter.messaging.OutgoingEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Tells the other services what became of messages, in the transaction in which it did, and as part of the trace that led to it. */
@Component
class MessageFacts {

    private final Outbox outbox;

    MessageFacts(Outbox outbox) {
        this.outbox = outbox;
    }

    /** Data of the events {@code notification.message.*}. */
    record MessageFact(
            UUID messageId,
            String dedupeKey,
            String number,
            String purpose,
            String channel,
            String template,
            @Nullable String reason) {}

    /** @param moved the messages that did move */
    void tell(List<Move> moves, Map<UUID, Moved> moved) {
        List<OutgoingEvent> events = new ArrayList<>();
        for (Move move : moves) {
            String type = type(move.state());
            Moved told = moved.get(move.message().id());
            if (type != null && told != null) {
                events.add(event(type, told, move));
            }
        }
        outbox.append(events);
    }

    private static OutgoingEvent event(String type, Moved moved, Move move) {
        Waiting message = move.message();
        MessageFact fact = new MessageFact(
                message.id(),
                message.dedupeKey().value(),
                moved.number().value(),
                message.purpose().name(),
                message.channel().name(),
                message.template().value(),
                move.state() == MessageState.SENT ? null : move.reason());
        return new OutgoingEvent(type, moved.number().value(), moved.fact(), fact, message.traceparent());
    }

    private static @Nullable String type(MessageState state) {
        return switch (state) {
            case SENT -> "notification.message.sent.v1";
            case FAILED -> "notification.message.failed.v1";
            case SUPPRESSED -> "notification.message.suppressed.v1";
            case ACCEPTED, DEFERRED, READY, DISPATCHING, DELIVERED, UNKNOWN, ABANDONED -> null;
        };
    }
}
