package io.kehu.feedback.complaint;

/** What a text of a case is. */
enum CaseTextKind {
    /** Written to the customer. */
    REPLY,
    /** Why it waits, was reopened or was withdrawn. */
    REASON,
    /** Why it could happen; internal. */
    ROOT_CAUSE,
    /** What was done about it. */
    ACTION_TAKEN
}
