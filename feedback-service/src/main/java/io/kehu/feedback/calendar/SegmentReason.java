package io.kehu.feedback.calendar;

/** Why the time of a segment counts or does not. */
public enum SegmentReason {
    /** Counts: the week's hours. */
    WORKING_HOURS,
    /** Counts: a day that is usually off is worked (调休). */
    MAKE_UP_DAY,
    /** Before, between or after the hours of a working day. */
    OUTSIDE_HOURS,
    /** The week has no hours on this day. */
    DAY_OFF,
    /** The calendar closes this day. */
    HOLIDAY;

    public boolean counts() {
        return this == WORKING_HOURS || this == MAKE_UP_DAY;
    }
}
