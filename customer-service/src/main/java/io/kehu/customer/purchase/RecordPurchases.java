package io.kehu.customer.purchase;

import io.kehu.customer.customer.Customers;
import io.kehu.customer.identity.Numbers;
import io.kehu.starter.base.TimeOrderedIds;
import io.kehu.starter.web.problem.FieldProblem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Records purchases, each once: a repetition is recognised by its natural key, whoever sends it and however often. */
@Component
class RecordPurchases {

    private final DealRules rules;
    private final Numbers numbers;
    private final Customers customers;
    private final Purchases purchases;
    private final ParkedDeals parkedDeals;
    private final RecordRefunds recordRefunds;
    private final ApplicationEventPublisher events;

    RecordPurchases(
            DealRules rules,
            Numbers numbers,
            Customers customers,
            Purchases purchases,
            ParkedDeals parkedDeals,
            RecordRefunds recordRefunds,
            ApplicationEventPublisher events) {
        this.rules = rules;
        this.numbers = numbers;
        this.customers = customers;
        this.purchases = purchases;
        this.parkedDeals = parkedDeals;
        this.recordRefunds = recordRefunds;
        this.events = events;
    }

    /**
     * One purchase on its way.
     *
     * @param number the customer, when it is known which
     */
    record Candidate(
            int input,
            PurchaseBody body,
            List<FieldProblem> faults,
            @Nullable String number) {}

    /** Checks values and finds out who the customers are; asks identity-service, so not inside a transaction. */
    List<Candidate> prepare(List<PurchaseBody> bodies) {
        List<List<FieldProblem>> faults = bodies.stream().map(rules::faults).toList();
        Set<Numbers.ExternalId> wanted = new LinkedHashSet<>();
        for (int i = 0; i < bodies.size(); i++) {
            Numbers.ExternalId external = faults.get(i).isEmpty() ? external(bodies.get(i)) : null;
            if (external != null) {
                wanted.add(external);
            }
        }
        Map<Numbers.ExternalId, String> resolved = new LinkedHashMap<>();
        if (!wanted.isEmpty()) {
            numbers.referenced(List.copyOf(wanted)).forEach((id, number) -> resolved.put(id, number.value()));
        }
        List<Candidate> candidates = new ArrayList<>();
        for (int i = 0; i < bodies.size(); i++) {
            candidates.add(new Candidate(i, bodies.get(i), faults.get(i), number(bodies.get(i), resolved)));
        }
        return candidates;
    }

    /** In the caller's transaction. Results in the order of the candidates. */
    List<DealResult> record(List<Candidate> candidates) {
        Set<String> known = known(candidates);
        DealResult[] results = new DealResult[candidates.size()];
        Map<UUID, Candidate> fresh = new LinkedHashMap<>();
        List<Purchase> wanted = new ArrayList<>();
        Set<Purchases.Key> seen = new HashSet<>();
        List<Candidate> again = new ArrayList<>();
        for (Candidate candidate : candidates) {
            DealResult refused = refuseOrPark(candidate, known);
            if (refused != null) {
                results[candidate.input()] = refused;
            } else if (!seen.add(key(candidate.body()))) {
                again.add(candidate);
            } else {
                Purchase purchase =
                        Purchase.of(TimeOrderedIds.next(), String.valueOf(candidate.number()), candidate.body());
                fresh.put(purchase.id(), candidate);
                wanted.add(purchase);
            }
        }
        store(wanted, fresh, results);
        settleRepeated(again, results);
        return List.of(results);
    }

    private void store(List<Purchase> wanted, Map<UUID, Candidate> candidates, DealResult[] results) {
        if (wanted.isEmpty()) {
            return;
        }
        Set<UUID> taken = purchases.takeKeys(wanted);
        List<Purchase> stored = wanted.stream()
                .filter(purchase -> taken.contains(purchase.id()))
                .toList();
        if (!stored.isEmpty()) {
            purchases.insert(stored);
            List<Purchases.Key> keys = stored.stream()
                    .map(purchase -> new Purchases.Key(purchase.channel(), purchase.orderNo()))
                    .toList();
            parkedDeals.removePurchases(keys);
            events.publishEvent(new PurchasesRecorded(stored));
            recordRefunds.recordWaiting(keys);
        }
        List<Candidate> repeated = new ArrayList<>();
        for (Purchase purchase : wanted) {
            Candidate candidate = candidates.get(purchase.id());
            if (candidate == null) {
                throw new IllegalStateException("A purchase without its candidate");
            }
            if (taken.contains(purchase.id())) {
                results[candidate.input()] =
                        DealResult.of(candidate.input(), DealResult.Outcome.RECORDED, purchase.id(), purchase.number());
            } else {
                repeated.add(candidate);
            }
        }
        settleRepeated(repeated, results);
    }

    private void settleRepeated(List<Candidate> repeated, DealResult[] results) {
        if (repeated.isEmpty()) {
            return;
        }
        Map<Purchases.Key, Purchases.Entry> stored = purchases.find(
                repeated.stream().map(candidate -> key(candidate.body())).toList());
        for (Candidate candidate : repeated) {
            Purchases.Entry entry = stored.get(key(candidate.body()));
            Purchase same = Purchase.of(TimeOrderedIds.next(), String.valueOf(candidate.number()), candidate.body());
            results[candidate.input()] = entry != null && entry.isSameAs(same.contentHash())
                    ? DealResult.of(candidate.input(), DealResult.Outcome.DUPLICATE, entry.purchaseId(), same.number())
                    : DealResult.conflict(candidate.input());
        }
    }

    private @Nullable DealResult refuseOrPark(Candidate candidate, Set<String> known) {
        if (!candidate.faults().isEmpty()) {
            return DealResult.rejected(candidate.input(), "values", candidate.faults());
        }
        if (candidate.number() != null && known.contains(candidate.number())) {
            return null;
        }
        ParkedDeals.Reason reason = candidate.body().customer() == null
                ? ParkedDeals.Reason.NO_CUSTOMER
                : ParkedDeals.Reason.UNKNOWN_CUSTOMER;
        parkedDeals.parkPurchase(TimeOrderedIds.next(), candidate.body(), reason);
        return DealResult.parked(candidate.input(), reason.name());
    }

    private Set<String> known(List<Candidate> candidates) {
        List<String> mentioned = candidates.stream()
                .map(Candidate::number)
                .filter(java.util.Objects::nonNull)
                .distinct()
                .toList();
        return new HashSet<>(customers.existingAndNotErased(mentioned));
    }

    private static Purchases.Key key(PurchaseBody body) {
        return new Purchases.Key(body.channel(), body.orderNo().strip());
    }

    private static @Nullable String number(PurchaseBody body, Map<Numbers.ExternalId, String> resolved) {
        PurchaseBody.Buyer buyer = body.customer();
        if (buyer == null) {
            return null;
        }
        if (buyer.number() != null) {
            return buyer.number();
        }
        Numbers.ExternalId external = external(body);
        return external == null ? null : resolved.get(external);
    }

    private static Numbers.@Nullable ExternalId external(PurchaseBody body) {
        PurchaseBody.Buyer buyer = body.customer();
        return buyer == null || buyer.system() == null || buyer.externalId() == null
                ? null
                : new Numbers.ExternalId(buyer.system(), buyer.externalId());
    }
}
