package io.kehu.loyalty.earning;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What rules give for a purchase, together. First those that give points, by their codes: each is rounded down for itself, multiplied by the
 * tier and rounded down again, and cut by its caps; of a stacking group the one that gives most then counts, of equal ones the first. Then the
 * multipliers, each on what those gave, not on each other: twice and one and a half times is two and a half times. Theirs are rounded down, cut
 * and chosen in the same way, and the tier is not counted again. What gives nothing is left out.
 */
final class RuleSet {

    private final List<EarningRule> rules;
    private final RuleConditions conditions;

    RuleSet(List<EarningRule> rules, RuleConditions conditions) {
        this.rules =
                rules.stream().sorted(Comparator.comparing(EarningRule::code)).toList();
        this.conditions = conditions;
    }

    /**
     * Rules that are about a purchase, before anything is known of caps.
     *
     * @param failed those that could not be worked out; they give nothing
     */
    record Claims(Occasion occasion, List<EarningRule> rules, List<EarningRule> failed) {

        boolean needRoom() {
            return rules.stream().anyMatch(rule -> rule.caps().areOfTime());
        }
    }

    boolean read(String variable) {
        return rules.stream().anyMatch(rule -> rule.condition().contains(variable));
    }

    Claims claims(Occasion occasion) {
        List<EarningRule> about = new ArrayList<>();
        List<EarningRule> failed = new ArrayList<>();
        PurchaseRecorded purchase = occasion.purchase();
        for (EarningRule rule : rules) {
            if (rule.isValid(purchase.occurredAt()) && rule.scope().covers(purchase)) {
                switch (conditions.test(rule.condition(), occasion)) {
                    case HOLDS -> about.add(rule);
                    case FAILS -> failed.add(rule);
                    case DOES_NOT_HOLD -> {}
                }
            }
        }
        return new Claims(occasion, about, failed);
    }

    /** Takes what it grants out of the room there is. */
    static List<Grant> settle(Claims claims, CapRoom room) {
        Occasion occasion = claims.occasion();
        PurchaseRecorded purchase = occasion.purchase();
        List<Grant> grants = new ArrayList<>(chosen(claims.rules().stream()
                .filter(rule -> !rule.isMultiplier())
                .map(rule ->
                        room.grant(occasion, rule, rule.pointsFor(rule.scope().amountOf(purchase), occasion.percent())))
                .toList()));
        long given = grants.stream().mapToLong(Grant::points).sum();
        grants.addAll(chosen(claims.rules().stream()
                .filter(EarningRule::isMultiplier)
                .map(rule -> room.grant(
                        occasion, rule, rule.extraOf(given, rule.scope().amountOf(purchase), purchase.amountMinor())))
                .toList()));
        grants.forEach(grant -> room.take(occasion, grant));
        return grants;
    }

    private static List<Grant> chosen(List<Grant> grants) {
        Map<String, Grant> best = new LinkedHashMap<>();
        List<Grant> chosen = new ArrayList<>();
        for (Grant grant : grants) {
            String group = grant.rule().stackingGroup();
            if (grant.points() > 0 && group == null) {
                chosen.add(grant);
            } else if (grant.points() > 0) {
                best.merge(group, grant, (one, other) -> other.points() > one.points() ? other : one);
            }
        }
        chosen.addAll(best.values());
        chosen.sort(Comparator.comparing(grant -> grant.rule().code()));
        return chosen;
    }
}
