package io.kehu.customer.ownership;

import io.kehu.customer.customer.CustomerNumber;
import io.kehu.customer.customer.Ownership;
import java.util.List;

/** Customers have another owner, team or pool. */
record OwnershipChanged(ChangeKind kind, List<Change> changes) {

    /** One of them. */
    record Change(CustomerNumber number, long version, Ownership before, Ownership after) {}
}
