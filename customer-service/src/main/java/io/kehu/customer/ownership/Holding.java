package io.kehu.customer.ownership;

import io.kehu.customer.customer.CustomerNumber;
import io.kehu.customer.customer.Ownership;

/** A customer, locked, and whose it is. */
record Holding(CustomerNumber number, Ownership ownership, boolean active, long version) {}
