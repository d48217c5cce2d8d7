package io.kehu.identity.adopt;

/** What became of one line. */
enum Verdict {
    /** The number is adopted: we shall never issue it. */
    ACCEPTED,
    /** It was adopted before, or stood further up in the same file. */
    ALREADY_THERE,
    /** It is ours, issued or set aside, or shares its sequence with another adopted number: somebody else may carry it. */
    COLLIDING,
    /** It is no number of this scheme; the reason says why. */
    MALFORMED
}
