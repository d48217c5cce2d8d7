package io.kehu.loyalty.ledger;

/** Kinds of ledger transactions. */
public enum TxType {
    EARN,
    ACTIVATE,
    REDEEM,
    REVERSE_EARN,
    REVERSE_REDEEM,
    EXPIRE,
    ADJUST,
    MERGE,
    UNMERGE
}
