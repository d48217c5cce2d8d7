package io.kehu.feedback.survey;

import io.kehu.starter.database.Transactions;
import java.time.Clock;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Closes invitations whose time is over. Nobody can answer them before it comes by; it only makes the books agree. */
@Component
class ExpireInvitations {

    private static final int BATCH = 1_000;

    private final Invitations invitations;
    private final Transactions transactions;
    private final Clock clock;

    ExpireInvitations(Invitations invitations, Transactions transactions, Clock clock) {
        this.invitations = invitations;
        this.transactions = transactions;
        this.clock = clock;
    }

    @Scheduled(initialDelayString = "PT10S", fixedDelayString = "PT1M")
    void expire() {
        int expired = BATCH;
        while (expired == BATCH) {
            expired = transactions.call(
                    () -> invitations.tryLockExpiry() ? invitations.expire(clock.instant(), BATCH) : 0);
        }
    }
}
