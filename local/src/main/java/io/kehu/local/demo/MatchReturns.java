package io.kehu.local.demo;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the sale that a return belongs to when the shop does not say: the latest earlier one of the same customer and product of which
 * enough is left. What matches nothing stays a return of an order that nobody knows, so that it is parked and seen.
 */
final class MatchReturns {

    private static final int MOST_LINES = 500;

    private record Bought(String customer, String product) {}

    /** What is left of a line that was sold. */
    private static final class Left {

        private final Deal.Sale sale;
        private final Deal.Line line;
        private BigDecimal quantity;
        private long amountMinor;

        private Left(Deal.Sale sale, Deal.Line line) {
            this.sale = sale;
            this.line = line;
            this.quantity = line.quantity();
            this.amountMinor = line.amountMinor();
        }
    }

    /** What one row gives back of one order; of which, nobody may know. */
    private record Part(LocalDateTime at, @Nullable String orderNo, Deal.Line line) {}

    private final String channel;
    private final ZoneId zone;
    private final Map<Bought, List<Left>> left = new HashMap<>();

    MatchReturns(String channel, ZoneId zone, List<Deal.Sale> sales) {
        this.channel = channel;
        this.zone = zone;
        for (Deal.Sale sale : sales) {
            for (Deal.Line line : sale.lines()) {
                if (sale.buyer() != null) {
                    left.computeIfAbsent(new Bought(sale.buyer(), line.product()), key -> new ArrayList<>())
                            .add(new Left(sale, line));
                }
            }
        }
    }

    List<Deal.Return> match(List<RetailExport.Row> rows) {
        List<RetailExport.Row> ordered = rows.stream()
                .sorted(Comparator.comparing(RetailExport.Row::at).thenComparing(RetailExport.Row::fileLine))
                .toList();
        Map<String, List<Part>> parts = new LinkedHashMap<>();
        for (RetailExport.Row row : ordered) {
            parts.computeIfAbsent(row.invoice(), no -> new ArrayList<>()).addAll(parts(row));
        }
        List<Deal.Return> returns = new ArrayList<>();
        parts.forEach((invoice, all) -> returns.addAll(returns(invoice, all)));
        return returns;
    }

    private List<Part> parts(RetailExport.Row row) {
        List<Part> parts = new ArrayList<>();
        BigDecimal open = row.quantity().abs();
        long openAmount = Math.abs(row.amountMinor());
        for (Left candidate : candidates(row)) {
            if (open.signum() == 0) {
                break;
            }
            BigDecimal quantity = open.min(candidate.quantity);
            boolean last = quantity.compareTo(open) == 0;
            long share = last
                    ? openAmount
                    : BigDecimal.valueOf(openAmount)
                            .multiply(quantity)
                            .divideToIntegralValue(open)
                            .longValueExact();
            long amount = Math.min(share, candidate.amountMinor);
            candidate.quantity = candidate.quantity.subtract(quantity);
            candidate.amountMinor -= amount;
            open = open.subtract(quantity);
            openAmount -= share;
            Deal.Line line = candidate.line;
            parts.add(new Part(
                    row.at(),
                    candidate.sale.no(),
                    new Deal.Line(line.lineNo(), line.product(), null, quantity, amount, List.of(row.fileLine()))));
        }
        if (open.signum() > 0) {
            parts.add(new Part(
                    row.at(), null, new Deal.Line(0, row.product(), null, open, openAmount, List.of(row.fileLine()))));
        }
        return parts;
    }

    private List<Left> candidates(RetailExport.Row row) {
        if (row.customer() == null) {
            return List.of();
        }
        Instant at = row.at().atZone(zone).toInstant();
        return left.getOrDefault(new Bought(row.customer(), row.product()), List.of()).stream()
                .filter(candidate -> !candidate.sale.occurredAt().isAfter(at) && candidate.quantity.signum() > 0)
                .sorted(Comparator.comparing((Left candidate) -> candidate.sale.occurredAt())
                        .reversed())
                .toList();
    }

    /** One return of the shop may touch several sales; each becomes a refund with a number of its own. */
    private List<Deal.Return> returns(String invoice, List<Part> parts) {
        Instant at = parts.getFirst().at().atZone(zone).toInstant();
        Map<String, List<Deal.Line>> byOrder = new LinkedHashMap<>();
        for (Part part : parts) {
            List<Deal.Line> lines = byOrder.computeIfAbsent(
                    part.orderNo() == null ? "unknown-" + invoice : part.orderNo(), order -> new ArrayList<>());
            add(lines, part);
        }
        List<Deal.Return> returns = new ArrayList<>();
        byOrder.forEach((order, lines) -> {
            for (int from = 0; from < lines.size(); from += MOST_LINES) {
                String no = invoice + ">" + order + (from == 0 ? "" : "/" + (from / MOST_LINES + 1));
                returns.add(new Deal.Return(
                        channel, no, order, at, lines.subList(from, Math.min(from + MOST_LINES, lines.size()))));
            }
        });
        return returns;
    }

    /** A refund names each line of its sale once. */
    private static void add(List<Deal.Line> lines, Part part) {
        Deal.Line line = part.line();
        int lineNo = part.orderNo() == null ? lines.size() + 1 : line.lineNo();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).lineNo() == lineNo) {
                lines.set(i, together(lines.get(i), line));
                return;
            }
        }
        lines.add(new Deal.Line(lineNo, line.product(), null, line.quantity(), line.amountMinor(), line.fileLines()));
    }

    private static Deal.Line together(Deal.Line one, Deal.Line other) {
        List<Integer> fileLines = new ArrayList<>(one.fileLines());
        fileLines.addAll(other.fileLines());
        return new Deal.Line(
                one.lineNo(),
                one.product(),
                null,
                one.quantity().add(other.quantity()),
                one.amountMinor() + other.amountMinor(),
                fileLines);
    }
}
