package io.kehu.notification.provider;

import org.jspecify.annotations.Nullable;

/**
 * A message as a provider gets it. Lives in memory only.
 *
 * @param requestRef as made by {@link Provider#requestRef}
 * @param address where the channel reaches the recipient
 * @param language BCP 47
 */
public record Outgoing(
        String requestRef,
        String address,
        String language,
        String subject,
        String text,
        @Nullable String html) {

    /** Without recipient and words. */
    @Override
    public String toString() {
        return "Outgoing[" + requestRef + "]";
    }
}
