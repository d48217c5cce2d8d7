package io.kehu.feedback;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Real time plus what a test adds; goes on by itself, so that nothing waits for a clock that stands still. */
public class MovableClock extends Clock {

    private volatile Duration offset = Duration.ZERO;

    /** As if it were this moment now. */
    public void moveTo(Instant time) {
        offset = Duration.between(Instant.now(), time);
    }

    public void forward(Duration duration) {
        offset = offset.plus(duration);
    }

    public void reset() {
        offset = Duration.ZERO;
    }

    @Override
    public Instant instant() {
        return Instant.now().plus(offset);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
