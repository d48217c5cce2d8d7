package io.kehu.loyalty.earning;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** As much of customer.purchase.recorded.v1 as earning needs. */
record PurchaseRecorded(
        UUID purchaseId,
        String number,
        String channel,
        String orderNo,
        @Nullable String store,
        Instant occurredAt,
        String currency,
        long amountMinor,
        List<Line> lines) {

    /** A line of it. */
    record Line(int lineNo, String product, String category, BigDecimal quantity, long amountMinor) {}

    String businessRef() {
        return channel + "/" + orderNo;
    }
}
