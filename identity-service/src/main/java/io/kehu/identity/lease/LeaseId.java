package io.kehu.identity.lease;

import io.kehu.starter.base.TimeOrderedIds;
import java.util.UUID;

/** Id of a lease; later leases have greater ones, which orders lists. */
record LeaseId(UUID value) {

    static LeaseId next() {
        return new LeaseId(TimeOrderedIds.next());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
