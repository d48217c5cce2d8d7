package io.kehu.notification.provider;

import io.kehu.notification.Channel;
import java.util.Optional;
import java.util.UUID;

/** Carries messages of one channel. Every bean of this type is used; a channel without one is not available. */
public interface Provider {

    /** Short and stable; kept with each attempt. */
    String name();

    Capabilities capabilities();

    /** Our name for an attempt, under which the provider would report back; unique for all time. */
    String requestRef(UUID message, int n);

    /**
     * Gets ready to send, before any attempt is written down.
     *
     * @throws ProviderAwayException when nothing can be sent now
     */
    Session open();

    /** What became of an attempt, where the provider can be asked; empty when it cannot or does not know yet. */
    default Optional<Outcome> query(String requestRef) {
        return Optional.empty();
    }

    /**
     * What a provider can do.
     *
     * @param query whether it can be asked about an attempt whose answer was lost
     * @param receipts whether it tells later that a message was delivered
     */
    record Capabilities(Channel channel, boolean query, boolean receipts) {}

    /** A connection to send several messages over, one after the other, by one thread. */
    interface Session extends AutoCloseable {

        /** Sends one message. What fails is told as an outcome, and does not stand in the way of the next message. */
        Outcome send(Outgoing message);

        @Override
        void close();
    }
}
