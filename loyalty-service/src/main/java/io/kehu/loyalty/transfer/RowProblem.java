package io.kehu.loyalty.transfer;

/** What keeps a row from being booked; only the first is said. Texts are in {@code imports.properties}. */
enum RowProblem {
    /** Not as many fields as the header has. */
    COLUMNS,
    NUMBER,
    POINTS,
    EARNED_ON,
    EARNED_LATER,
    EXPIRES_ON,
    EXPIRES_BEFORE_EARNED,
    EXPIRED,
    SPENDABLE_ON,
    REFERENCE,
    /** A row above has the same one. */
    REFERENCE_TWICE,
    /** Another import has the same one, which waits or is booked. */
    REFERENCE_IMPORTED,
    /** The membership is closed, or the customer erased; found when the row is booked. */
    MEMBER_CLOSED
}
