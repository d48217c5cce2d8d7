package io.kehu.loyalty.ledger;

/** The accounts of a programme that are nobody's: where points come from and go to. They have postings and no balance. */
enum SystemAccount {
    ISSUED,
    REDEEMED,
    BREAKAGE,
    ADJUSTED,
    /** Where points come from that another system gave. */
    IMPORTED
}
