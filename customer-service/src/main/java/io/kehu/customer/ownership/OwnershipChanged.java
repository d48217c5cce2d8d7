package io.kehu.customer.ownership;

import io.kehu.customer.customer.CustomerNumber;
import io.kehu.customer.customer.Ownership;

/** A customer has another owner, team or pool. */
record OwnershipChanged(CustomerNumber number, long version, ChangeKind kind, Ownership before, Ownership after) {}
