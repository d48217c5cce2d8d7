package io.kehu.loyalty;

import io.kehu.starter.web.problem.ProblemType;
import java.util.Locale;
import org.springframework.http.HttpStatus;

/** The problems of loyalty-service; docs/problems.md says what callers can do about each. */
public enum LoyaltyProblem implements ProblemType {
    MEMBER_NOT_FOUND(HttpStatus.NOT_FOUND),
    PROGRAM_NOT_FOUND(HttpStatus.NOT_FOUND),
    RULE_NOT_FOUND(HttpStatus.NOT_FOUND),
    RULE_INVALID(HttpStatus.UNPROCESSABLE_CONTENT),
    RULE_NOT_DRAFT(HttpStatus.CONFLICT),
    RULE_NOT_PUBLISHED(HttpStatus.CONFLICT),
    PROGRAM_EXISTS(HttpStatus.CONFLICT),
    BACKTEST_NOT_FOUND(HttpStatus.NOT_FOUND),
    BACKTESTS_WAITING(HttpStatus.CONFLICT),
    MERGE_REFUSED(HttpStatus.CONFLICT),
    MEMBER_NOT_ACTIVE(HttpStatus.CONFLICT),
    NOT_ENOUGH_POINTS(HttpStatus.CONFLICT),
    TRANSACTION_NOT_FOUND(HttpStatus.NOT_FOUND),
    NOT_REVERSIBLE(HttpStatus.CONFLICT),
    MORE_THAN_SPENT(HttpStatus.CONFLICT),
    HOLD_NOT_FOUND(HttpStatus.NOT_FOUND),
    HOLD_ENDED(HttpStatus.CONFLICT),
    MORE_THAN_HELD(HttpStatus.CONFLICT),
    ADJUSTMENT_NOT_FOUND(HttpStatus.NOT_FOUND),
    ADJUSTMENT_DECIDED(HttpStatus.CONFLICT),
    SECOND_PERSON_NEEDED(HttpStatus.FORBIDDEN),
    POINTS_IMPORT_NOT_FOUND(HttpStatus.NOT_FOUND),
    POINTS_IMPORT_DECIDED(HttpStatus.CONFLICT),
    POINTS_IMPORT_NOT_BOOKED(HttpStatus.CONFLICT),
    POINTS_IMPORT_UNREADABLE(HttpStatus.UNPROCESSABLE_CONTENT),
    LIABILITY_MONTH_NOT_OVER(HttpStatus.CONFLICT),
    LIABILITY_MONTH_CLOSED(HttpStatus.CONFLICT),
    LIABILITY_DISAGREES(HttpStatus.CONFLICT),
    LIABILITY_OPENING_DIFFERS(HttpStatus.CONFLICT),
    LIABILITY_CLOSE_OUT_OF_ORDER(HttpStatus.CONFLICT),
    LIABILITY_CLOSE_WAITING(HttpStatus.CONFLICT),
    LIABILITY_CLOSE_NOT_FOUND(HttpStatus.NOT_FOUND),
    LIABILITY_CLOSE_DECIDED(HttpStatus.CONFLICT),
    TIERS_NOT_FOUND(HttpStatus.NOT_FOUND),
    TIERS_INVALID(HttpStatus.UNPROCESSABLE_CONTENT),
    TIERS_CHANGED(HttpStatus.CONFLICT),
    GIFT_NOT_FOUND(HttpStatus.NOT_FOUND),
    GIFT_EXISTS(HttpStatus.CONFLICT),
    GIFT_NOT_OFFERED(HttpStatus.CONFLICT),
    GIFT_OUT_OF_STOCK(HttpStatus.CONFLICT),
    GIFT_LIMIT_REACHED(HttpStatus.CONFLICT),
    GIFT_ORDER_NOT_FOUND(HttpStatus.NOT_FOUND),
    GIFT_ORDER_ELSEWHERE(HttpStatus.CONFLICT),
    ACTIVITY_NOT_FOUND(HttpStatus.NOT_FOUND),
    ACTIVITY_EXISTS(HttpStatus.CONFLICT),
    ACTIVITY_NOT_ON(HttpStatus.CONFLICT),
    ACTIVITY_CAP_REACHED(HttpStatus.CONFLICT),
    ALREADY_EARNED(HttpStatus.CONFLICT),
    MORE_THAN_EARNED(HttpStatus.CONFLICT),
    REFERRAL_OFFER_NOT_FOUND(HttpStatus.NOT_FOUND),
    REFERRAL_OFFER_EXISTS(HttpStatus.CONFLICT),
    REFERRAL_OFFER_NOT_ON(HttpStatus.CONFLICT),
    REFERRAL_NOT_FOUND(HttpStatus.NOT_FOUND),
    REFERRAL_REFUSED(HttpStatus.CONFLICT),
    COUPON_NOT_FOUND(HttpStatus.NOT_FOUND),
    COUPON_EXISTS(HttpStatus.CONFLICT),
    COUPON_ENDED(HttpStatus.CONFLICT),
    COUPON_ISSUE_NOT_FOUND(HttpStatus.NOT_FOUND),
    COUPON_CODE_NOT_FOUND(HttpStatus.NOT_FOUND),
    /** Whatever is wrong with a code. */
    COUPON_REFUSED(HttpStatus.UNPROCESSABLE_CONTENT);

    private final HttpStatus status;

    LoyaltyProblem(HttpStatus status) {
        this.status = status;
    }

    @Override
    public String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public HttpStatus status() {
        return status;
    }
}
