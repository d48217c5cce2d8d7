package io.kehu.local.demo;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Works out for itself what every customer must have: per order {@code floor(amount / perMinor) * points}, less
 * {@code floor(earned * refunded / amount)} for what was given back.
 */
final class ExpectedPoints {

    private final Map<String, Long> byCustomer = new TreeMap<>();
    private final Map<String, Set<String>> references = new HashMap<>();

    private final List<String> inOrder = new ArrayList<>();

    private record Order(String channel, String no) {}

    ExpectedPoints(Map<Deal, TradeStep.Result> results, long points, long perMinor) {
        Map<Order, Long> refunded = new HashMap<>();
        results.forEach((deal, result) -> {
            if (deal instanceof Deal.Return given && result.counts()) {
                refunded.merge(new Order(given.channel(), given.orderNo()), given.amountMinor(), Long::sum);
            }
            if (result.counts()) {
                note(result, deal);
            }
        });
        results.forEach((deal, result) -> {
            if (deal instanceof Deal.Sale sale && result.counts() && result.number() != null) {
                long amount = sale.amountMinor();
                long earned = amount / perMinor * points;
                long back = refunded.getOrDefault(new Order(sale.channel(), sale.no()), 0L);
                byCustomer.merge(result.number(), earned - share(earned, back, amount), Long::sum);
            }
        });
    }

    Map<String, Long> byCustomer() {
        return byCustomer;
    }

    long total() {
        return byCustomer.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Customers of the last deals, among sales and among returns. */
    Set<String> latest(int deals) {
        return new TreeSet<>(inOrder.subList(Math.max(0, inOrder.size() - deals), inOrder.size()));
    }

    /** What the bookings of the customer's deals are called in the statement. */
    Set<String> references(String customer) {
        return references.getOrDefault(customer, Set.of());
    }

    private void note(TradeStep.Result result, Deal deal) {
        inOrder.add(String.valueOf(result.number()));
        references
                .computeIfAbsent(String.valueOf(result.number()), number -> new HashSet<>())
                .add(deal.channel() + "/" + deal.no());
    }

    private static long share(long earned, long back, long amount) {
        return amount == 0
                ? 0
                : BigInteger.valueOf(earned)
                        .multiply(BigInteger.valueOf(back))
                        .divide(BigInteger.valueOf(amount))
                        .longValueExact();
    }
}
