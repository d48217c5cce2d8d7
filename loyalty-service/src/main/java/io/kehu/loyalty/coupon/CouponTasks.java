package io.kehu.loyalty.coupon;

import io.kehu.starter.database.Transactions;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Lets codes go whose orders have kept them for too long, each in a transaction of its own; instances may meet without harm. */
@Component
class CouponTasks {

    private static final Logger LOG = LoggerFactory.getLogger(CouponTasks.class);
    private static final int BATCH = 500;

    private final UseCoupons using;
    private final AttemptBudget attempts;
    private final Transactions transactions;

    CouponTasks(UseCoupons using, AttemptBudget attempts, Transactions transactions) {
        this.using = using;
        this.attempts = attempts;
        this.transactions = transactions;
    }

    @Scheduled(initialDelayString = "PT30S", fixedDelayString = "PT10S")
    void timeOut() {
        for (UUID code : using.due(BATCH)) {
            try {
                transactions.run(() -> using.timeOut(code));
            } catch (CouponRefusedException e) {
                LOG.info("Coupon {} was moved meanwhile", code);
            }
        }
    }

    @Scheduled(initialDelayString = "PT15M", fixedDelayString = "PT1H")
    void forgetAttempts() {
        attempts.forget();
    }
}
