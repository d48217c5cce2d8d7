package io.kehu.customer.purchase;

import io.kehu.starter.base.TimeOrderedIds;
import io.kehu.starter.web.problem.FieldProblem;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Records refunds, each once, and never more than was bought: the lines of the purchase are locked while they are counted down. */
@Component
class RecordRefunds {

    private static final Logger log = LoggerFactory.getLogger(RecordRefunds.class);

    private final DealRules rules;
    private final Purchases purchases;
    private final Refunds refunds;
    private final ParkedDeals parkedDeals;
    private final ApplicationEventPublisher events;

    RecordRefunds(
            DealRules rules,
            Purchases purchases,
            Refunds refunds,
            ParkedDeals parkedDeals,
            ApplicationEventPublisher events) {
        this.rules = rules;
        this.purchases = purchases;
        this.refunds = refunds;
        this.parkedDeals = parkedDeals;
        this.events = events;
    }

    /** In the caller's transaction. Results in the order of the bodies. */
    List<DealResult> record(List<RefundBody> bodies) {
        List<DealResult> results = new ArrayList<>();
        for (int i = 0; i < bodies.size(); i++) {
            results.add(record(i, bodies.get(i)));
        }
        return results;
    }

    /** Refunds that came before their purchase; one that does not fit it after all is told to the operator, and stays parked. */
    void recordWaiting(List<Purchases.Key> keys) {
        for (RefundBody waiting : parkedDeals.takeRefundsOf(keys)) {
            DealResult result = record(0, waiting);
            if (result.outcome() == DealResult.Outcome.REJECTED) {
                log.warn("A parked refund does not fit its purchase: {} {}", waiting.channel(), result.reason());
                parkedDeals.parkRefund(TimeOrderedIds.next(), waiting);
            }
        }
    }

    private DealResult record(int input, RefundBody refund) {
        List<FieldProblem> faults = rules.faults(refund);
        if (!faults.isEmpty()) {
            return DealResult.rejected(input, "values", faults);
        }
        Optional<Refunds.Stored> before =
                refunds.find(refund.channel(), refund.refundNo().strip());
        if (before.isPresent()) {
            return repeated(input, refund, before.get());
        }
        Purchases.Key key = new Purchases.Key(refund.channel(), refund.orderNo().strip());
        Purchases.Entry entry = purchases.find(List.of(key)).get(key);
        if (entry == null) {
            parkedDeals.parkRefund(TimeOrderedIds.next(), refund);
            return DealResult.parked(input, ParkedDeals.Reason.UNKNOWN_PURCHASE.name());
        }
        return store(input, refund, entry);
    }

    private DealResult store(int input, RefundBody refund, Purchases.Entry entry) {
        List<FieldProblem> tooMuch = tooMuch(refund, purchases.lockLines(entry));
        if (!tooMuch.isEmpty()) {
            return DealResult.rejected(input, "refund-too-large", tooMuch);
        }
        Purchases.StoredPurchase purchase =
                purchases.find(entry).orElseThrow(() -> new IllegalStateException("A key without its purchase"));
        UUID id = TimeOrderedIds.next();
        long amount =
                refund.lines().stream().mapToLong(RefundBody.Line::amountMinor).sum();
        if (!refunds.insert(id, refund, purchase.id(), purchase.number(), amount, contentHash(refund))) {
            return repeated(
                    input,
                    refund,
                    refunds.find(refund.channel(), refund.refundNo().strip()).orElseThrow());
        }
        for (RefundBody.Line line : refund.lines()) {
            purchases.addRefunded(entry, line.lineNo(), line.quantity(), line.amountMinor());
        }
        long version = 1L + refunds.count(purchase.id());
        events.publishEvent(new PurchaseRefunded(id, purchase, refund, amount, version));
        return DealResult.of(input, DealResult.Outcome.RECORDED, id, purchase.number());
    }

    private static List<FieldProblem> tooMuch(RefundBody refund, List<Purchases.StoredLine> lines) {
        Map<Integer, Purchases.StoredLine> byNo =
                lines.stream().collect(Collectors.toMap(Purchases.StoredLine::lineNo, Function.identity()));
        List<FieldProblem> faults = new ArrayList<>();
        for (int i = 0; i < refund.lines().size(); i++) {
            RefundBody.Line wanted = refund.lines().get(i);
            Purchases.StoredLine bought = byNo.get(wanted.lineNo());
            if (bought == null) {
                faults.add(new FieldProblem("/lines/" + i + "/lineNo", "line-unknown"));
                continue;
            }
            BigDecimal left = bought.quantity().subtract(bought.refundedQuantity());
            if (wanted.quantity().compareTo(left) > 0) {
                faults.add(new FieldProblem("/lines/" + i + "/quantity", "more-than-left"));
            }
            if (wanted.amountMinor() > bought.amountMinor() - bought.refundedMinor()) {
                faults.add(new FieldProblem("/lines/" + i + "/amountMinor", "more-than-left"));
            }
        }
        return faults;
    }

    private static DealResult repeated(int input, RefundBody refund, Refunds.Stored stored) {
        return stored.isSameAs(contentHash(refund))
                ? DealResult.of(input, DealResult.Outcome.DUPLICATE, stored.id(), stored.number())
                : DealResult.conflict(input);
    }

    private static byte[] contentHash(RefundBody refund) {
        StringBuilder text = new StringBuilder();
        text.append(refund.orderNo().strip()).append('|').append(refund.occurredAt());
        refund.lines()
                .forEach(line -> text.append('|')
                        .append(line.lineNo())
                        .append('~')
                        .append(line.quantity().stripTrailingZeros().toPlainString())
                        .append('~')
                        .append(line.amountMinor()));
        return Purchase.sha256(text.toString());
    }
}
