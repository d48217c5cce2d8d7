package io.kehu.loyalty.earning;

import java.time.Instant;
import java.util.UUID;

/** As much of customer.purchase.refunded.v1 as taking points back needs. */
record PurchaseRefunded(
        UUID refundId,
        UUID purchaseId,
        String number,
        String channel,
        String orderNo,
        String refundNo,
        Instant occurredAt,
        long amountMinor) {

    String businessRef() {
        return channel + "/" + refundNo;
    }
}
