package io.kehu.loyalty.earning;

/**
 * A purchase that was looked at, as it is kept.
 *
 * @param member the number that the purchase's stands for
 * @param hasLines false when it was recorded before its lines were kept
 */
record RecordedPurchase(PurchaseRecorded purchase, String member, long refundedMinor, boolean hasLines) {

    /** What is left of points it earned, after what was refunded. */
    long left(long points) {
        return points - TakeBackPoints.share(points, refundedMinor, purchase.amountMinor());
    }
}
