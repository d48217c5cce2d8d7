package io.kehu.loyalty.tier;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;

/** Who knows what members have bought. */
public interface SpendSource {

    /**
     * Purchases less refunds of a period, by member, under all of their numbers; in minor units.
     *
     * @param from inclusive
     * @param to exclusive
     */
    Map<String, Long> spend(Collection<String> members, Instant from, Instant to);
}
