package io.kehu.identity.adopt;

/** Why a line is malformed. */
enum Reason {
    /** There is no number. */
    EMPTY,
    /** Longer than any number, with all its separators, can be. */
    TOO_LONG,
    /** Not UTF-8, a quote that does not close, more columns than two, no JSON, or JSON with other fields or types. */
    UNREADABLE,
    /** Not the form of the scheme's numbers. */
    WRONG_FORM,
    /** The check characters do not fit: a typing error. */
    WRONG_CHECK,
    /** The scheme has no such sequence. */
    OUT_OF_RANGE,
    /** The number names a year or month to come, or a year before 1900. */
    WRONG_YEAR,
    /** Not an ISO date or instant, or one to come, or one before 1900. */
    BAD_DATE
}
