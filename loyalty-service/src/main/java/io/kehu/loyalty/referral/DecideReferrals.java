package io.kehu.loyalty.referral;

import io.kehu.loyalty.activity.SettleActivities.Deed;
import io.kehu.loyalty.ledger.MemberLocks;
import io.kehu.loyalty.points.EarnByActivity;
import io.kehu.loyalty.program.Program;
import io.kehu.loyalty.program.Programs;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.merging.MergedNumbers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Looks at referrals that are due, one transaction each: books what the first purchase earns, takes it back with its return, and lets go what
 * no purchase came for. Repeating it does nothing: what is decided is not due, and the activity earns once for a referral.
 */
@Component
class DecideReferrals {

    private static final Logger log = LoggerFactory.getLogger(DecideReferrals.class);

    private static final String ACTOR = "system:referral";
    private static final String SAME_CUSTOMER = "SAME_CUSTOMER";
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration RETRY = Duration.ofMinutes(10);

    private final ReferralTable referrals;
    private final Programs programs;
    private final PurchaseSource purchases;
    private final MergedNumbers mergedNumbers;
    private final EarnByActivity earnByActivity;
    private final MemberLocks locks;
    private final Transactions transactions;
    private final Clock clock;

    DecideReferrals(
            ReferralTable referrals,
            Programs programs,
            PurchaseSource purchases,
            MergedNumbers mergedNumbers,
            EarnByActivity earnByActivity,
            MemberLocks locks,
            Transactions transactions,
            Clock clock) {
        this.referrals = referrals;
        this.programs = programs;
        this.purchases = purchases;
        this.mergedNumbers = mergedNumbers;
        this.earnByActivity = earnByActivity;
        this.locks = locks;
        this.transactions = transactions;
        this.clock = clock;
    }

    @Scheduled(initialDelayString = "PT15S", fixedDelayString = "PT2S")
    void decide() {
        Optional<UUID> due = claim();
        while (due.isPresent()) {
            UUID id = due.get();
            try {
                transactions.run(() -> decide(id));
            } catch (RuntimeException e) {
                log.error("Referral {} is looked at again in {}", id, RETRY, e);
            }
            due = claim();
        }
    }

    private Optional<UUID> claim() {
        Instant now = clock.instant();
        return transactions.call(() -> referrals.claim(now, now.plus(RETRY)));
    }

    private void decide(UUID id) {
        Referral referral = referrals.lock(id);
        Program program = programs.find(referral.program()).orElseThrow();
        ReferralOffer offer =
                referrals.offer(referral.program(), referral.offer()).orElseThrow();
        switch (referral.state()) {
            case OPEN -> open(program, offer, referral, clock.instant());
            case EARNED -> earned(program, offer, referral);
            case REFUSED, LAPSED, REVERSED -> referrals.lookAgain(referral, null);
        }
    }

    private void open(Program program, ReferralOffer offer, Referral referral, Instant now) {
        List<String> family = mergedNumbers.family(referral.referee());
        Instant until = offer.until(referral.createdAt());
        Optional<UUID> purchase = purchases.first(family, offer.leastMinor(), until);
        if (purchase.isPresent()) {
            referrals.write(
                    family.contains(referral.referrer())
                            ? referral.refused(SAME_CUSTOMER)
                            : booked(program, offer, referral, purchase.get()));
        } else if (now.isAfter(until.plus(DAY))) {
            referrals.write(referral.lapsed());
        } else {
            referrals.lookAgain(referral, now.plus(DAY));
        }
    }

    private Referral booked(Program program, ReferralOffer offer, Referral referral, UUID purchase) {
        List<Deed> deeds = new ArrayList<>();
        deeds.add(deed(offer.referrerActivity(), referral.referrer(), referral));
        if (offer.refereeActivity() != null) {
            deeds.add(deed(offer.refereeActivity(), referral.referee(), referral));
        }
        List<EarnByActivity.Earned> earned = earnByActivity.earn(program, deeds);
        EarnByActivity.Earned ofReferrer = earned.getFirst();
        UUID ofReferee = earned.size() == 1 ? null : earned.getLast().transactionId();
        return ofReferrer.transactionId() == null && ofReferee == null
                ? referral.refused(String.valueOf(ofReferrer.refusal()))
                : referral.earned(purchase, ofReferrer.transactionId(), ofReferee);
    }

    private static Deed deed(String activity, String number, Referral referral) {
        return new Deed(activity, number, null, "REFERRAL-" + referral.id(), ACTOR, null);
    }

    private void earned(Program program, ReferralOffer offer, Referral referral) {
        UUID purchase = referral.purchaseId();
        if (purchase == null || purchases.netMinor(purchase) >= offer.leastMinor()) {
            referrals.lookAgain(referral, null);
            return;
        }
        locks.lock(program, locks.living(List.of(referral.referrer(), referral.referee())));
        takeBack(program, referral, referral.referrerTx());
        takeBack(program, referral, referral.refereeTx());
        referrals.write(referral.reversed());
    }

    private void takeBack(Program program, Referral referral, @Nullable UUID tx) {
        if (tx != null) {
            earnByActivity.takeBack(program, tx, "REFERRAL-" + referral.id(), ACTOR);
        }
    }
}
