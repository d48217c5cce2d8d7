package io.kehu.loyalty.ledger;

/** What is owed under a number, in the middle of a transaction that has locked the account of whom the number stands for. */
final class OpenDebt {

    private final long account;
    private final String number;
    private long owed;

    OpenDebt(long account, String number, long owed) {
        this.account = account;
        this.number = number;
        this.owed = owed;
    }

    long account() {
        return account;
    }

    String number() {
        return number;
    }

    long owed() {
        return owed;
    }

    /** @return the balance of the debt's account after it, which is never above zero */
    long owe(long points) {
        owed += points;
        return -owed;
    }

    /** @return the balance of the debt's account after it */
    long repay(long points) {
        return owe(-points);
    }
}
