package io.kehu.customer.customer;

/** How a customer, or a value, came in. */
public enum Source {
    CONSOLE,
    API,
    IMPORT,
    EXTERNAL,
    /** The customer said so; of values only, because nobody registers themselves. */
    SELF
}
