package io.kehu.feedback.calendar;

import java.time.Duration;
import java.time.Instant;

/** A stretch of time that counts as a whole or not at all, and why. */
public record Segment(Instant from, Instant to, SegmentReason reason) {

    public long countedSeconds() {
        return reason.counts() ? Duration.between(from, to).toSeconds() : 0;
    }
}
