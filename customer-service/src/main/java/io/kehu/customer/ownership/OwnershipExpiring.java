package io.kehu.customer.ownership;

import io.kehu.customer.customer.CustomerNumber;
import java.time.Instant;

/** A claimed customer goes back into the pool soon, unless the owner gets in touch. */
record OwnershipExpiring(CustomerNumber number, long version, String owner, String pool, Instant reclaimAt) {}
