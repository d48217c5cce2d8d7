package io.kehu.loyalty.coupon;

/** Undoes what was begun with a code; callers are told that it is refused and nothing else. */
final class CouponRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Refusal reason;

    CouponRefusedException(Refusal reason) {
        super(reason.name(), null, false, false);
        this.reason = reason;
    }

    Refusal reason() {
        return reason;
    }
}
