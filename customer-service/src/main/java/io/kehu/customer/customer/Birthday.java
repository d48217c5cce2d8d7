package io.kehu.customer.customer;

/** How near a customer's birthday something was. */
public enum Birthday {
    /** On that day. */
    DAY,
    /** In the calendar month of that day, and not on it. */
    MONTH
}
