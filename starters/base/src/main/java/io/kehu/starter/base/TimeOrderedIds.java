package io.kehu.starter.base;

import com.github.f4b6a3.uuid.UuidCreator;
import java.util.UUID;

/** UUID version 7 (RFC 9562): unique without asking anybody, and close together in an index when made close together in time. */
public final class TimeOrderedIds {

    private TimeOrderedIds() {}

    public static UUID next() {
        return UuidCreator.getTimeOrderedEpochPlus1();
    }
}
