package io.kehu.customer.purchase;

import java.util.UUID;

/**
 * A refund was stored.
 *
 * @param version of the purchase afterwards: 1 when it was recorded, one more for each refund
 */
record PurchaseRefunded(
        UUID refundId, Purchases.StoredPurchase purchase, RefundBody refund, long amountMinor, long version) {}
