package io.kehu.starter.messaging.inbox;

import io.kehu.starter.messaging.EventCodec;
import java.util.Map;

/** Headers of a buried message: why, after how many tries, and whose it was. */
public final class DeadHeaders {

    public static final String QUEUE = "kehu-queue";
    public static final String REASON = "kehu-reason";
    public static final String ATTEMPTS = "kehu-attempts";

    private DeadHeaders() {}

    static String json(EventCodec codec, String queue, String reason, int attempts) {
        return codec.headers(Map.of(QUEUE, queue, REASON, reason, ATTEMPTS, Integer.toString(attempts)));
    }
}
