package io.kehu.loyalty.referral;

import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;

/** Where referrals find what was bought. */
public interface PurchaseSource {

    /** Whether anything was bought under these numbers. */
    boolean hasAny(Collection<String> numbers);

    /** The first purchase under these numbers until then of which at least so much was not given back. */
    Optional<UUID> first(Collection<String> numbers, long leastMinor, Instant until);

    /** What of a purchase was not given back, in minor units. */
    long netMinor(UUID purchaseId);
}
