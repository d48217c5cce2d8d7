package io.kehu.customer.catalogue;

/**
 * An amount.
 *
 * @param currency ISO 4217
 * @param minor whole minor units
 */
record Money(String currency, long minor) {}
