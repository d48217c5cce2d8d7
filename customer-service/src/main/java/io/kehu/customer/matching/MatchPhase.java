package io.kehu.customer.matching;

/** What a run is doing, or was doing when it ended. */
enum MatchPhase {
    /** Customers are read and folded. */
    READING,
    /** Candidates are found, parameters learned, pairs scored. */
    COMPARING,
    /** Pairs are written. */
    WRITING
}
