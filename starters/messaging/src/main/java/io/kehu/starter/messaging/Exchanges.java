package io.kehu.starter.messaging;

/** The two exchanges of the suite. */
public final class Exchanges {

    /** Facts, routed by type: {@code <domain>.<entity>.<fact>.v<n>}. */
    public static final String EVENTS = "kehu.events";

    /** What a consumer gave up on, routed by the name of its queue. */
    public static final String DEAD = "kehu.dead";

    private Exchanges() {}

    /** The queue that keeps what the consumer of a queue gave up on. */
    public static String deadQueue(String queue) {
        return queue + ".dead";
    }
}
