package io.kehu.loyalty.earning;

import io.kehu.loyalty.ledger.Booked;
import io.kehu.loyalty.ledger.Booking;
import io.kehu.loyalty.ledger.Ledger;
import io.kehu.loyalty.ledger.MemberLocks;
import io.kehu.loyalty.ledger.TxType;
import io.kehu.loyalty.program.Program;
import io.kehu.loyalty.referral.ReferCustomers;
import io.kehu.loyalty.tier.AssignTiers;
import io.kehu.loyalty.tier.Tier;
import io.kehu.starter.base.TimeOrderedIds;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Books what purchases earn. A purchase is looked at once, by the rules that are published then, however often and in whatever order it is told;
 * and an order earns by a rule once. Where a cap counts what a member has earned, the accounts of all who may earn are locked first.
 */
@Component
class EarnPoints {

    private static final String ACTOR = "event:customer.purchase.recorded";

    private final EarningRules rules;
    private final RuleConditions conditions;
    private final RuleFailures failures;
    private final Occasions occasions;
    private final EarnKeys keys;
    private final MemberLocks members;
    private final Ledger ledger;
    private final AssignTiers tiers;
    private final ReferCustomers referrals;
    private final Clock clock;

    EarnPoints(
            EarningRules rules,
            RuleConditions conditions,
            RuleFailures failures,
            Occasions occasions,
            EarnKeys keys,
            MemberLocks members,
            Ledger ledger,
            AssignTiers tiers,
            ReferCustomers referrals,
            Clock clock) {
        this.rules = rules;
        this.conditions = conditions;
        this.failures = failures;
        this.occasions = occasions;
        this.keys = keys;
        this.members = members;
        this.ledger = ledger;
        this.tiers = tiers;
        this.referrals = referrals;
        this.clock = clock;
    }

    /** In the caller's transaction; purchases count in the order given. @return what was booked, by programme */
    Map<Program, List<Booked>> earn(List<Program> programs, List<PurchaseRecorded> purchases) {
        Map<UUID, PurchaseRecorded> byId = new LinkedHashMap<>();
        purchases.forEach(purchase -> byId.putIfAbsent(purchase.purchaseId(), purchase));
        byId.keySet().retainAll(keys.noteBasis(byId.values()));
        List<PurchaseRecorded> fresh = List.copyOf(byId.values());
        // Before accounts are locked, as whoever decides referrals does.
        referrals.touch(fresh.stream().map(PurchaseRecorded::number).toList());
        Map<Program, List<Booked>> booked = new LinkedHashMap<>();
        for (Program program : programs) {
            booked.put(program, fresh.isEmpty() ? List.of() : earn(program, fresh));
        }
        return booked;
    }

    private List<Booked> earn(Program program, List<PurchaseRecorded> purchases) {
        RuleSet published = new RuleSet(rules.published(program.code()), conditions);
        List<RuleSet.Claims> claims = occasions.of(program, published, purchases).stream()
                .map(published::claims)
                .toList();
        claims.forEach(one -> failures.note(program, one));
        CapRoom room = room(program, claims);
        Map<UUID, Booking> wanted = new LinkedHashMap<>();
        List<EarnKeys.Key> wantedKeys = new ArrayList<>();
        for (RuleSet.Claims one : claims) {
            for (Grant grant : RuleSet.settle(one, room)) {
                Booking booking = booking(one.occasion(), grant)
                        .waitingUntil(program.pendingUntil(clock.instant(), program.pendingDays()));
                wanted.put(booking.id(), booking);
                wantedKeys.add(EarnKeys.Key.of(program, one.occasion(), grant, booking.id()));
            }
        }
        Set<UUID> taken = keys.take(wantedKeys);
        List<Booked> booked = ledger.book(
                program,
                wanted.values().stream()
                        .filter(booking -> taken.contains(booking.id()))
                        .toList());
        tiers.upgrade(program, purchases.stream().map(PurchaseRecorded::number).toList());
        return booked;
    }

    /** Everybody is locked who may be booked to, so that no account is locked later that comes before. */
    private CapRoom room(Program program, List<RuleSet.Claims> claims) {
        if (claims.stream().noneMatch(RuleSet.Claims::needRoom)) {
            return new CapRoom(Map.of());
        }
        members.lock(
                program,
                claims.stream()
                        .filter(one -> !one.rules().isEmpty())
                        .map(RuleSet.Claims::occasion)
                        .collect(Collectors.toMap(
                                occasion -> occasion.purchase().number(), Occasion::member, (one, same) -> one)));
        Set<CapRoom.Key> wanted = new HashSet<>();
        claims.forEach(one -> one.rules().forEach(rule -> wanted.addAll(CapRoom.keys(one.occasion(), rule))));
        return new CapRoom(keys.earned(program.code(), wanted));
    }

    private static Booking booking(Occasion occasion, Grant grant) {
        PurchaseRecorded purchase = occasion.purchase();
        return new Booking(
                TimeOrderedIds.next(),
                TxType.EARN,
                purchase.number(),
                grant.points(),
                purchase.businessRef(),
                grant.rule().code(),
                grant.rule().version(),
                null,
                ACTOR,
                reason(occasion, grant),
                purchase.occurredAt());
    }

    /** More or less than others earn is said in the statement. */
    private static @Nullable String reason(Occasion occasion, Grant grant) {
        List<String> reasons = new ArrayList<>();
        Tier tier = occasion.tier();
        if (grant.rule().isMultiplier()) {
            reasons.add(grant.rule().name() + " × " + grant.rule().multiplierPercent() + " %");
        } else if (tier != null && tier.multiplierPercent() != Tier.PLAIN_PERCENT) {
            reasons.add(tier.name() + " × " + tier.multiplierPercent() + " %");
        }
        if (grant.cap() != null) {
            reasons.add(grant.cap());
        }
        return reasons.isEmpty() ? null : String.join(", ", reasons);
    }
}
