package io.kehu.customer.catalogue;

/** What a custom field holds. */
enum FieldType {
    /** Up to 4,000 characters. */
    TEXT,
    /** A decimal of at most 15 digits, 6 of them behind the point. */
    NUMBER,
    /** {@code {currency, minor}}: ISO 4217 and whole minor units. */
    MONEY,
    /** An ISO date. */
    DATE,
    /** One item of a dictionary. */
    CHOICE,
    /** Up to 50 items of a dictionary. */
    MULTI_CHOICE,
    /** The number of another customer. */
    REFERENCE,
    /** Up to 10 files, which come and go one by one. */
    FILE;

    boolean chooses() {
        return this == CHOICE || this == MULTI_CHOICE;
    }

    /** Whether a list can be filtered by from and to. */
    boolean ranges() {
        return this == NUMBER || this == DATE;
    }
}
