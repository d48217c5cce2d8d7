package io.kehu.starter.messaging;

import java.util.List;

/** Lets the inbox package call handlers without making them part of the public face of {@link Subscription}. */
public final class SubscriptionHandling {

    private SubscriptionHandling() {}

    public static void handle(
            Subscription subscription, String type, List<EventCodec.Parsed> events, EventCodec codec) {
        subscription.handle(type, events, codec);
    }
}
