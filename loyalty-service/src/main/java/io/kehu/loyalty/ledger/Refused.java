package io.kehu.loyalty.ledger;

/**
 * A booking that was not made; nothing of it is in the ledger.
 *
 * @param available points the member could spend, where that was the reason
 */
public record Refused(Booking booking, Reason reason, long available) implements Outcome {

    /** Why. */
    public enum Reason {
        /** Fewer points can be spent than are asked for. */
        NOT_ENOUGH_POINTS,
        /** The membership is closed, or suspended where points are to be spent. */
        MEMBER_NOT_ACTIVE
    }
}
