package io.kehu.customer.transfer;

/** What a row would do, or did. */
enum Verdict {
    /** A new customer. */
    CREATE,
    /** Adds to a customer. */
    UPDATE,
    /** Says nothing new. */
    UNCHANGED,
    /** Contradicts what is known, or means several customers. */
    CONFLICT,
    /** Means the same person as an earlier row of the file; what it adds goes to that customer when the file is applied. */
    DUPLICATE,
    /** Would be new, but is probably a customer there is; held back until somebody accepts the row, or says in it who is meant. */
    PROBABLE_DUPLICATE,
    /** Has values that are not accepted. */
    REJECTED;

    /** Whether applying the file looks at the row again. */
    boolean isApplied() {
        return this == CREATE || this == UPDATE || this == DUPLICATE;
    }

    /** Whether the row comes back in the error file. */
    boolean isFault() {
        return this == CONFLICT || this == PROBABLE_DUPLICATE || this == REJECTED;
    }
}
