package io.kehu.loyalty.ledger;

import org.jspecify.annotations.Nullable;

/** Kinds of ledger transactions. */
public enum TxType {
    EARN(SystemAccount.ISSUED),
    REDEEM(SystemAccount.REDEEMED),
    REVERSE_EARN(SystemAccount.ISSUED),
    REVERSE_REDEEM(SystemAccount.REDEEMED),
    EXPIRE(SystemAccount.BREAKAGE),
    /** A debt is paid out of points that came in. */
    REPAY(null),
    ADJUST(SystemAccount.ADJUSTED),
    /** Points come from another system, with the dates they have there. */
    IMPORT(SystemAccount.IMPORTED),
    REVERSE_IMPORT(SystemAccount.IMPORTED),
    MERGE(null),
    UNMERGE(null);

    private final @Nullable SystemAccount against;

    TxType(@Nullable SystemAccount against) {
        this.against = against;
    }

    /**
     * Which account of the programme is the other side.
     *
     * @throws IllegalStateException for transactions between accounts of members
     */
    SystemAccount against() {
        if (against == null) {
            throw new IllegalStateException(name() + " is between members");
        }
        return against;
    }
}
