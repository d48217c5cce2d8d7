package io.kehu.loyalty.earning;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The times rules and back-tests may be about; others are slips of the pen. */
final class Moments {

    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    private Moments() {}

    static boolean isFar(@Nullable Instant at) {
        return at != null && (at.isBefore(EARLIEST) || at.isAfter(LATEST));
    }
}
