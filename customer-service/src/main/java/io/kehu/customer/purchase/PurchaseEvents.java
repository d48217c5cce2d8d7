package io.kehu.customer.purchase;

import io.kehu.customer.customer.BirthDate;
import io.kehu.customer.customer.Birthday;
import io.kehu.customer.customer.Birthdays;
import io.kehu.starter.messaging.Outbox;
import io.kehu.starter.messaging.OutgoingEvent;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Turns deals into what other services are told. */
@Component
class PurchaseEvents {

    private final Outbox outbox;
    private final Birthdays birthdays;

    PurchaseEvents(Outbox outbox, Birthdays birthdays) {
        this.outbox = outbox;
        this.birthdays = birthdays;
    }

    /** As in docs/events/customer.purchase.recorded.v1. */
    record Recorded(
            UUID purchaseId,
            String number,
            Channel channel,
            String orderNo,
            @Nullable String store,
            Instant occurredAt,
            String currency,
            long amountMinor,
            @Nullable Birthday birthday,
            List<Purchase.Line> lines) {}

    /** As in docs/events/customer.purchase.refunded.v1. */
    record Refunded(
            UUID refundId,
            UUID purchaseId,
            String number,
            Channel channel,
            String orderNo,
            String refundNo,
            Instant occurredAt,
            String currency,
            long amountMinor,
            List<RefundedLine> lines) {}

    /** A line of it. */
    record RefundedLine(int lineNo, BigDecimal quantity, long amountMinor) {}

    @EventListener
    void recorded(PurchasesRecorded event) {
        List<Purchase> purchases = event.purchases();
        Map<String, BirthDate> births =
                birthdays.of(purchases.stream().map(Purchase::number).toList());
        outbox.append(purchases.stream()
                .map(purchase -> new OutgoingEvent(
                        "customer.purchase.recorded.v1",
                        purchase.number(),
                        1,
                        new Recorded(
                                purchase.id(),
                                purchase.number(),
                                purchase.channel(),
                                purchase.orderNo(),
                                purchase.store(),
                                purchase.occurredAt(),
                                purchase.currency(),
                                purchase.amountMinor(),
                                birthdays.near(births.get(purchase.number()), purchase.occurredAt()),
                                purchase.lines())))
                .toList());
    }

    @EventListener
    void refunded(PurchaseRefunded event) {
        Purchases.StoredPurchase purchase = event.purchase();
        RefundBody refund = event.refund();
        outbox.append(new OutgoingEvent(
                "customer.purchase.refunded.v1",
                purchase.number(),
                event.version(),
                new Refunded(
                        event.refundId(),
                        purchase.id(),
                        purchase.number(),
                        purchase.channel(),
                        purchase.orderNo(),
                        refund.refundNo().strip(),
                        refund.occurredAt(),
                        purchase.currency(),
                        event.amountMinor(),
                        refund.lines().stream()
                                .map(line -> new RefundedLine(line.lineNo(), line.quantity(), line.amountMinor()))
                                .toList())));
    }
}
