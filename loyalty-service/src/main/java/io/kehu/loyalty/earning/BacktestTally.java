package io.kehu.loyalty.earning;

import io.kehu.loyalty.program.Program;
import io.kehu.loyalty.tier.TierForecasts;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Adds up a back-test, purchase by purchase, those of one member together. Keeps nothing of a member who is through but the sums. */
final class BacktestTally {

    private static final int LOOKED_UP = 1_000;

    private final Program program;
    private final EarningRule rule;
    private final RuleSet rules;
    private final TierForecasts.@Nullable Forecast forecast;
    private final CapRoom room = new CapRoom(Map.of());
    private final Map<String, Sums> months = new TreeMap<>();
    private final Map<String, Sums> tiers = new TreeMap<>();
    private final Map<String, Long> tierChanges = new HashMap<>();
    private final Sums all = new Sums();
    private TierForecasts.Moves moves = new TierForecasts.Moves(0, 0);
    private @Nullable String member;
    private long ofMember;
    private long qualifyingChange;
    private long withoutLines;
    private long earning;
    private long failed;
    private long members;
    private long programPoints;
    private long programEarned;
    private long cut;
    private long most;

    BacktestTally(Program program, EarningRule rule, RuleSet rules, TierForecasts.@Nullable Forecast forecast) {
        this.program = program;
        this.rule = rule;
        this.rules = rules;
        this.forecast = forecast;
    }

    /** Purchases and points of a month, of a tier, or of all. */
    private static final class Sums {

        private long purchases;
        private long points;
        private long earned;

        private void add(long morePoints, long moreEarned) {
            purchases++;
            points += morePoints;
            earned += moreEarned;
        }
    }

    void add(RecordedPurchase recorded, Occasion occasion, List<EarnKeys.Earned> really) {
        if (!occasion.member().equals(member)) {
            endMember();
            member = occasion.member();
        }
        RuleSet.Claims claims = rules.claims(occasion);
        long points = 0;
        for (Grant grant : RuleSet.settle(claims, room)) {
            long left = recorded.left(grant.points());
            programPoints += left;
            if (grant.rule().code().equals(rule.code())) {
                points = left;
                earning++;
                cut += grant.cutOff();
            }
        }
        long earned = 0;
        for (EarnKeys.Earned one : really) {
            programEarned += one.points() - one.reversed();
            earned += one.rule().equals(rule.code()) ? one.points() - one.reversed() : 0;
        }
        failed += claims.failed().stream().anyMatch(one -> one.code().equals(rule.code())) ? 1 : 0;
        withoutLines += recorded.hasLines() ? 0 : 1;
        all.add(points, earned);
        sums(months, YearMonth.from(occasion.day()).toString()).add(points, earned);
        sums(tiers, occasion.tier() == null ? "" : occasion.tier().code()).add(points, earned);
        ofMember += points;
        if (forecast != null && !occasion.purchase().occurredAt().isBefore(forecast.from())) {
            qualifyingChange += points - earned;
        }
    }

    private static Sums sums(Map<String, Sums> byKey, String key) {
        return byKey.computeIfAbsent(key, any -> new Sums());
    }

    private void endMember() {
        if (member != null && qualifyingChange != 0) {
            tierChanges.put(member, qualifyingChange);
        }
        if (tierChanges.size() >= LOOKED_UP) {
            lookUpTiers();
        }
        members += ofMember > 0 ? 1 : 0;
        most = Math.max(most, ofMember);
        ofMember = 0;
        qualifyingChange = 0;
        room.clear();
    }

    private void lookUpTiers() {
        if (forecast != null && !tierChanges.isEmpty()) {
            moves = moves.plus(forecast.moves(tierChanges));
            tierChanges.clear();
        }
    }

    BacktestResult result() {
        endMember();
        lookUpTiers();
        return new BacktestResult(
                all.purchases,
                withoutLines,
                earning,
                failed,
                members,
                all.points,
                all.earned,
                programPoints,
                programEarned,
                cut,
                most,
                worth(all.points - all.earned),
                forecast == null ? null : new BacktestResult.TierMoves(moves.up(), moves.down()),
                months.entrySet().stream()
                        .map(month -> new BacktestResult.MonthFigures(
                                month.getKey(),
                                month.getValue().purchases,
                                month.getValue().points,
                                month.getValue().earned))
                        .toList(),
                tiers.entrySet().stream()
                        .map(tier -> new BacktestResult.TierFigures(
                                tier.getKey(),
                                tier.getValue().purchases,
                                tier.getValue().points,
                                tier.getValue().earned))
                        .toList());
    }

    private long worth(long points) {
        return BigDecimal.valueOf(points)
                .multiply(program.worth().pointValueMinor())
                .multiply(program.worth().redemptionRate())
                .setScale(0, RoundingMode.HALF_UP)
                .longValueExact();
    }
}
