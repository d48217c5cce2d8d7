package io.kehu.loyalty.tier;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The tiers of a programme.
 *
 * @param basis what qualifies
 * @param period when it has to come together
 * @param graceDays how long after its time a tier is kept, to be reached again
 * @param downgrade how far one falls who has not reached it again
 * @param tiers by rank, from 0 on
 */
record TierScheme(
        String program,
        int version,
        Basis basis,
        TierPeriod period,
        int graceDays,
        Downgrade downgrade,
        List<Tier> tiers) {

    /** What qualifies. */
    enum Basis {
        /** Points earned with purchases, less those taken back. */
        POINTS,
        /** Purchases less refunds, in minor units. */
        SPEND
    }

    /** How far one falls. */
    enum Downgrade {
        /** One tier, or fewer. */
        ONE_DOWN,
        /** Into the tier that what qualifies is enough for. */
        BY_BALANCE
    }

    Tier base() {
        return tiers.getFirst();
    }

    /** The highest tier it is enough for; exactly the threshold is enough. */
    Tier fit(long qualifying) {
        return tiers.stream()
                .filter(tier -> tier.threshold() <= qualifying)
                .max(Comparator.comparingInt(Tier::rank))
                .orElseGet(this::base);
    }

    /** The first one, where an earlier version had a tier that is gone. */
    Tier named(String code) {
        return tiers.stream()
                .filter(tier -> tier.code().equals(code))
                .findFirst()
                .orElseGet(this::base);
    }

    Optional<Tier> after(Tier tier) {
        return tiers.stream().filter(one -> one.rank() == tier.rank() + 1).findFirst();
    }

    /** Where somebody goes at the review who is not in this tier any more by what qualifies. */
    Tier below(Tier tier, Tier fit) {
        return downgrade == Downgrade.BY_BALANCE || fit.rank() >= tier.rank()
                ? fit
                : higher(tiers.get(tier.rank() - 1), fit);
    }

    static Tier higher(Tier one, Tier other) {
        return one.rank() >= other.rank() ? one : other;
    }
}
