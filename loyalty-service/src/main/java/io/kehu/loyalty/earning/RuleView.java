package io.kehu.loyalty.earning;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A version of a rule.
 *
 * @param points for each full {@code perMinor} of the amount; 0 of multipliers
 * @param perMinor in minor units; 1 of multipliers
 * @param fixedPoints on top, per order
 * @param multiplierPercent of multipliers
 * @param scope what it is about; empty lists mean all
 * @param failures purchases it could not be worked out for; it gave nothing for them
 * @param lastFailedAt when the last of them was looked at
 */
record RuleView(
        String program,
        String code,
        int version,
        EarningRule.State state,
        EarningRule.Kind kind,
        String name,
        String condition,
        long points,
        long perMinor,
        long fixedPoints,
        @Nullable Integer multiplierPercent,
        ScopeView scope,
        @Nullable Instant validFrom,
        @Nullable Instant validTo,
        @Nullable Long orderCap,
        @Nullable Long dayCap,
        @Nullable Long monthCap,
        @Nullable Long memberCap,
        @Nullable String stackingGroup,
        @Nullable Instant publishedAt,
        @Nullable Instant retiredAt,
        long failures,
        @Nullable Instant lastFailedAt) {

    /** What a rule is about. */
    record ScopeView(Set<String> channels, Set<String> stores, Set<String> categories, Set<String> products) {}

    static RuleView of(EarningRule rule, RuleFailures.Failures failures) {
        RuleScope scope = rule.scope();
        RuleCaps caps = rule.caps();
        return new RuleView(
                rule.program(),
                rule.code(),
                rule.version(),
                rule.state(),
                rule.kind(),
                rule.name(),
                rule.condition(),
                rule.points(),
                rule.perMinor(),
                rule.fixedPoints(),
                rule.multiplierPercent(),
                new ScopeView(scope.channels(), scope.stores(), scope.categories(), scope.products()),
                rule.validFrom(),
                rule.validTo(),
                caps.order(),
                caps.day(),
                caps.month(),
                caps.member(),
                rule.stackingGroup(),
                rule.publishedAt(),
                rule.retiredAt(),
                failures.purchases(),
                failures.last());
    }
}
