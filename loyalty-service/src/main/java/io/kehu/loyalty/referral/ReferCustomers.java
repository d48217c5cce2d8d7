package io.kehu.loyalty.referral;

import io.kehu.loyalty.LoyaltyProblem;
import io.kehu.loyalty.ledger.MemberAccounts;
import io.kehu.loyalty.program.Program;
import io.kehu.starter.base.TimeOrderedIds;
import io.kehu.starter.merging.MergedNumbers;
import io.kehu.starter.web.problem.ProblemException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import org.springframework.stereotype.Component;

/** Notes who brought whom, and has it looked at when something was bought or came back. */
@Component
public class ReferCustomers {

    private final ReferralTable referrals;
    private final MemberAccounts members;
    private final MergedNumbers mergedNumbers;
    private final PurchaseSource purchases;
    private final Clock clock;

    ReferCustomers(
            ReferralTable referrals,
            MemberAccounts members,
            MergedNumbers mergedNumbers,
            PurchaseSource purchases,
            Clock clock) {
        this.referrals = referrals;
        this.members = members;
        this.mergedNumbers = mergedNumbers;
        this.purchases = purchases;
        this.clock = clock;
    }

    /** What was bought or given back under these numbers may decide something; in the transaction that notes it. */
    public void touch(Collection<String> numbers) {
        if (!numbers.isEmpty()) {
            referrals.touch(numbers, now());
        }
    }

    /** In the caller's transaction. */
    Referral refer(Program program, ReferralOffer offer, String referrer, String referee, String actor) {
        Instant now = now();
        if (!offer.isOn(now)) {
            throw new ProblemException(LoyaltyProblem.REFERRAL_OFFER_NOT_ON);
        }
        members.require(program.code(), referrer);
        members.require(program.code(), referee);
        List<String> family = mergedNumbers.family(referee);
        if (family.contains(referrer)) {
            throw refused("SAME_CUSTOMER");
        }
        Instant since = members.since(program.code(), family);
        if (now.isAfter(offer.until(since)) || purchases.hasAny(family)) {
            throw refused("NOT_NEW");
        }
        Referral referral = new Referral(
                TimeOrderedIds.next(),
                program.code(),
                offer.code(),
                referrer,
                referee,
                Referral.State.OPEN,
                null,
                null,
                null,
                null,
                now);
        if (!referrals.insert(referral, family, actor)) {
            throw refused("REFERRED_BEFORE");
        }
        return referral;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static ProblemException refused(String reason) {
        return new ProblemException(LoyaltyProblem.REFERRAL_REFUSED).with("reason", reason);
    }
}
