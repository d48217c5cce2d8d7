package io.kehu.customer.customer;

/** How a customer came in. */
public enum Source {
    CONSOLE,
    API,
    IMPORT,
    EXTERNAL
}
