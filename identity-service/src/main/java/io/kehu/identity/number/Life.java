package io.kehu.identity.number;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A number with a life of its own.
 *
 * @param held the state before quarantine
 * @param mergedInto the number that stands for its customer now, which may itself be merged
 * @param reservedUntil end of the reservation, where there was one
 */
record Life(
        String number,
        NumberRuns.Position position,
        NumberState state,
        @Nullable NumberState held,
        @Nullable String mergedInto,
        @Nullable Instant reservedUntil) {

    static Life active(String number, NumberRuns.Position position) {
        return new Life(number, position, NumberState.ACTIVE, null, null, null);
    }

    static Life reserved(String number, NumberRuns.Position position, Instant until) {
        return new Life(number, position, NumberState.RESERVED, null, null, until);
    }

    /** The same number in another state, out of quarantine. */
    Life in(NumberState next) {
        return new Life(number, position, next, null, next == NumberState.MERGED ? mergedInto : null, reservedUntil);
    }

    Life mergedInto(String survivor) {
        return new Life(number, position, NumberState.MERGED, null, survivor, reservedUntil);
    }

    Life quarantined() {
        return new Life(number, position, NumberState.QUARANTINED, state, mergedInto, reservedUntil);
    }
}
