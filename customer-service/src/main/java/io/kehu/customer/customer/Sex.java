package io.kehu.customer.customer;

/** The codes of ISO/IEC 5218, by name: 0, 1, 2 and 9. */
public enum Sex {
    NOT_KNOWN,
    MALE,
    FEMALE,
    NOT_APPLICABLE
}
