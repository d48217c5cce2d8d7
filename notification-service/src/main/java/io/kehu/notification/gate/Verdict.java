package io.kehu.notification.gate;

import java.time.Instant;

/** What a gate says. */
public sealed interface Verdict {

    /** The message may pass. */
    Verdict ALLOWED = new Allowed();

    /** The message may pass. */
    record Allowed() implements Verdict {}

    /** The message will never pass. */
    record Refused(Reason reason) implements Verdict {}

    /** The message may come back at a time. */
    record Deferred(Reason reason, Instant until) implements Verdict {}
}
