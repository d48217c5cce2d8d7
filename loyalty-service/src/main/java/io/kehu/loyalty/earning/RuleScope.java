package io.kehu.loyalty.earning;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What purchases a rule is about, and what part of them. Empty means all. A line is in scope when its category or its product is named; a purchase
 * whose lines are not known has none in scope.
 */
record RuleScope(Set<String> channels, Set<String> stores, Set<String> categories, Set<String> products) {

    static final RuleScope EVERYTHING = new RuleScope(Set.of(), Set.of(), Set.of(), Set.of());

    RuleScope {
        channels = Set.copyOf(channels);
        stores = Set.copyOf(stores);
        categories = Set.copyOf(categories);
        products = Set.copyOf(products);
    }

    boolean covers(PurchaseRecorded purchase) {
        return admits(channels, purchase.channel())
                && admits(stores, purchase.store())
                && (isOfWholePurchases() || purchase.lines().stream().anyMatch(this::covers));
    }

    /** The part of the amount that counts, in minor units. */
    long amountOf(PurchaseRecorded purchase) {
        return isOfWholePurchases()
                ? purchase.amountMinor()
                : purchase.lines().stream()
                        .filter(this::covers)
                        .mapToLong(PurchaseRecorded.Line::amountMinor)
                        .sum();
    }

    private boolean isOfWholePurchases() {
        return categories.isEmpty() && products.isEmpty();
    }

    private boolean covers(PurchaseRecorded.Line line) {
        return categories.contains(line.category()) || products.contains(line.product());
    }

    private static boolean admits(Set<String> named, @Nullable String one) {
        return named.isEmpty() || (one != null && named.contains(one));
    }
}
