package io.kehu.loyalty.tier;

import io.kehu.loyalty.program.Program;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Says where members stand, and how they got there. */
@Component
public class Standings {

    private final TierSchemes schemes;
    private final MemberTiers tiers;
    private final Qualifying qualifying;
    private final Clock clock;

    Standings(TierSchemes schemes, MemberTiers tiers, Qualifying qualifying, Clock clock) {
        this.schemes = schemes;
        this.tiers = tiers;
        this.qualifying = qualifying;
        this.clock = clock;
    }

    /**
     * A way into a tier, or out of it.
     *
     * @param number customer number it happened under
     * @param cause {@code UPGRADE}, {@code RENEWAL}, {@code DOWNGRADE} or {@code REVERSAL}
     * @param qualifying what qualified
     * @param schemeVersion version of the tiers that decided
     */
    public record TierStep(
            UUID id,
            String number,
            String from,
            String to,
            String cause,
            long qualifying,
            int schemeVersion,
            @Nullable Instant validTo,
            Instant at) {}

    /** @param member the living number; empty where the programme has no tiers */
    public Optional<TierStanding> of(Program program, String member) {
        return schemes.current(program.code()).map(scheme -> standing(program, scheme, member));
    }

    private TierStanding standing(Program program, TierScheme scheme, String member) {
        List<String> members = List.of(member);
        Optional<MemberTiers.Held> highest = tiers.of(program.code(), members).getOrDefault(member, List.of()).stream()
                .max(Comparator.comparingInt(held -> scheme.named(held.tier()).rank()));
        Tier tier = highest.map(held -> scheme.named(held.tier())).orElseGet(scheme::base);
        long qualifies =
                qualifying.of(program, scheme, members, clock.instant()).getOrDefault(member, 0L);
        return new TierStanding(
                tier.code(),
                tier.name(),
                highest.map(MemberTiers.Held::validTo).orElse(null),
                tier.multiplierPercent(),
                tier.benefits(),
                scheme.basis().name(),
                qualifies,
                scheme.after(tier)
                        .map(next -> new TierStanding.NextTier(
                                next.code(), next.name(), next.threshold(), Math.max(0, next.threshold() - qualifies)))
                        .orElse(null));
    }

    /** Newest first. */
    public List<TierStep> steps(Program program, String member, @Nullable UUID before, int limit) {
        return tiers.changes(program.code(), member, before, limit).stream()
                .map(change -> new TierStep(
                        change.id(),
                        change.number(),
                        change.from(),
                        change.to(),
                        change.cause().name(),
                        change.qualifying(),
                        change.version(),
                        change.validTo(),
                        change.at()))
                .toList();
    }
}
