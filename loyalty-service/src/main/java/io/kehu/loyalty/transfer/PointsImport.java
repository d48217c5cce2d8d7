package io.kehu.loyalty.transfer;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A file with points of another system.
 *
 * @param total rows below the header
 * @param good rows that can be booked
 * @param points of the good rows
 * @param booked rows that are booked
 * @param refused good rows that could not be booked when their turn came
 * @param reversal of all that was booked; missing where nobody asked for it
 */
record PointsImport(
        UUID id,
        String program,
        State state,
        int total,
        int good,
        long points,
        int booked,
        int refused,
        long bookedPoints,
        String uploadedBy,
        Instant uploadedAt,
        @Nullable String decidedBy,
        @Nullable Instant decidedAt,
        @Nullable Instant endedAt,
        @Nullable Reversal reversal) {

    /** Where it stands. */
    enum State {
        WAITING,
        BOOKING,
        DONE,
        REJECTED,
        REVERSING,
        REVERSED
    }

    /**
     * Taking all of it back.
     *
     * @param rows of which everything went back
     * @param partly rows of which something did not, because it was used, is held or expired
     * @param points that went back
     */
    record Reversal(
            String by,
            Instant at,
            String reason,
            int rows,
            int partly,
            long points,
            @Nullable Instant endedAt) {}

    static PointsImport uploaded(
            UUID id, String program, int total, int good, long points, String uploadedBy, Instant at) {
        return new PointsImport(
                id, program, State.WAITING, total, good, points, 0, 0, 0, uploadedBy, at, null, null, null, null);
    }
}
