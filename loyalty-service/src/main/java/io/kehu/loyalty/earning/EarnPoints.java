package io.kehu.loyalty.earning;

import io.kehu.loyalty.ledger.Booked;
import io.kehu.loyalty.ledger.Booking;
import io.kehu.loyalty.ledger.Ledger;
import io.kehu.loyalty.ledger.TxType;
import io.kehu.loyalty.program.Program;
import io.kehu.loyalty.tier.AssignTiers;
import io.kehu.loyalty.tier.Tier;
import io.kehu.starter.base.TimeOrderedIds;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Books what purchases earn. An order earns by a rule once, however often and in whatever order it is told. */
@Component
class EarnPoints {

    private static final String ACTOR = "event:customer.purchase.recorded";

    private final EarningRules rules;
    private final RuleConditions conditions;
    private final EarnKeys keys;
    private final Ledger ledger;
    private final AssignTiers tiers;

    EarnPoints(EarningRules rules, RuleConditions conditions, EarnKeys keys, Ledger ledger, AssignTiers tiers) {
        this.rules = rules;
        this.conditions = conditions;
        this.keys = keys;
        this.ledger = ledger;
        this.tiers = tiers;
    }

    /** In the caller's transaction. */
    List<Booked> earn(Program program, List<PurchaseRecorded> purchases) {
        List<EarningRule> published = rules.published(program.code());
        List<String> numbers = purchases.stream().map(PurchaseRecorded::number).toList();
        Map<String, Tier> memberTiers = tiers.current(program, numbers);
        Map<UUID, Booking> wanted = new LinkedHashMap<>();
        List<EarnKeys.Key> wantedKeys = new ArrayList<>();
        for (PurchaseRecorded purchase : purchases) {
            for (EarningRule rule : published) {
                Tier tier = memberTiers.get(purchase.number());
                long points = conditions.holds(rule.condition(), purchase)
                        ? rule.pointsFor(purchase.amountMinor(), percentOf(tier))
                        : 0;
                if (points > 0) {
                    UUID tx = TimeOrderedIds.next();
                    wanted.put(tx, booking(tx, purchase, rule, points, tier));
                    wantedKeys.add(new EarnKeys.Key(
                            program.code(), purchase.channel(), purchase.orderNo(), rule.code(), tx, points));
                }
            }
        }
        Set<UUID> taken = keys.take(wantedKeys);
        keys.noteBasis(purchases);
        List<Booked> booked = ledger.book(
                program,
                wanted.values().stream()
                        .filter(booking -> taken.contains(booking.id()))
                        .toList());
        tiers.upgrade(program, numbers);
        return booked;
    }

    private static int percentOf(@Nullable Tier tier) {
        return tier == null ? Tier.PLAIN_PERCENT : tier.multiplierPercent();
    }

    /** More than others earn is said in the statement. */
    private static @Nullable String reason(@Nullable Tier tier) {
        return percentOf(tier) == Tier.PLAIN_PERCENT || tier == null
                ? null
                : tier.name() + " × " + percentOf(tier) + " %";
    }

    private static Booking booking(
            UUID tx, PurchaseRecorded purchase, EarningRule rule, long points, @Nullable Tier tier) {
        return new Booking(
                tx,
                TxType.EARN,
                purchase.number(),
                points,
                purchase.businessRef(),
                rule.code(),
                rule.version(),
                null,
                ACTOR,
                reason(tier),
                purchase.occurredAt());
    }
}
