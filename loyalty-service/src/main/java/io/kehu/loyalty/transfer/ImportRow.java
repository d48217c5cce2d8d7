package io.kehu.loyalty.transfer;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of an import.
 *
 * @param position line in the file, the header is 1
 * @param cells what was read, cut where it is long
 * @param entry what that means; missing where the row is bad
 * @param tx what was booked
 * @param reversed what went back of it
 */
record ImportRow(
        int position,
        List<String> cells,
        State state,
        @Nullable RowProblem problem,
        @Nullable Entry entry,
        @Nullable UUID tx,
        @Nullable Reversed reversed) {

    /** Where it stands; a bad one stays bad, a good one goes one of the other ways, and what is booked may go back. */
    enum State {
        GOOD,
        BAD,
        BOOKED,
        REFUSED,
        REJECTED,
        REVERSED,
        PARTLY_REVERSED
    }

    /**
     * What went back of a row.
     *
     * @param points all that did, whoever took it
     * @param tx what was booked with the whole import; missing where nothing was left
     */
    record Reversed(long points, @Nullable UUID tx) {}

    /**
     * What is left of an earning.
     *
     * @param earnedOn local day of the programme
     * @param lastDay last local day on which they can be spent; missing where they never expire
     * @param spendableOn first local day on which they can be spent; at once when missing
     * @param reference what the other system calls the earning
     */
    record Entry(
            String number,
            long points,
            LocalDate earnedOn,
            @Nullable LocalDate lastDay,
            @Nullable LocalDate spendableOn,
            String reference) {}

    static ImportRow good(int position, List<String> cells, Entry entry) {
        return new ImportRow(position, cells, State.GOOD, null, entry, null, null);
    }

    static ImportRow bad(int position, List<String> cells, RowProblem problem) {
        return new ImportRow(position, cells, State.BAD, problem, null, null, null);
    }
}
