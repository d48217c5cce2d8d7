package io.kehu.loyalty.earning;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * As much of customer.purchase.recorded.v1 as earning needs.
 *
 * @param birthday {@code DAY}: on the customer's birthday; {@code MONTH}: on another day of its month; missing otherwise
 */
record PurchaseRecorded(
        UUID purchaseId,
        String number,
        String channel,
        String orderNo,
        @Nullable String store,
        Instant occurredAt,
        String currency,
        long amountMinor,
        @Nullable String birthday,
        List<Line> lines) {

    private static final String DAY = "DAY";
    private static final String MONTH = "MONTH";

    /** A line of it. */
    record Line(int lineNo, String product, String category, BigDecimal quantity, long amountMinor) {}

    boolean isOnBirthday() {
        return DAY.equals(birthday);
    }

    boolean isInBirthdayMonth() {
        return isOnBirthday() || MONTH.equals(birthday);
    }

    String businessRef() {
        return channel + "/" + orderNo;
    }
}
