package io.kehu.loyalty.coupon;

import io.kehu.loyalty.LoyaltyProblem;
import io.kehu.loyalty.program.Program;
import io.kehu.starter.base.TimeOrderedIds;
import io.kehu.starter.merging.MergedNumbers;
import io.kehu.starter.protection.audit.AuditEntry;
import io.kehu.starter.protection.audit.AuditTrail;
import io.kehu.starter.web.problem.ProblemException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Issues codes of a coupon, to customers or to nobody yet, in the caller's transaction. */
@Component
class IssueCoupons {

    private final CouponTable coupons;
    private final IssueTable issues;
    private final CouponCustomers customers;
    private final CodeSecrets secrets;
    private final CouponEvents events;
    private final MergedNumbers merged;
    private final AuditTrail audit;
    private final Clock clock;

    IssueCoupons(
            CouponTable coupons,
            IssueTable issues,
            CouponCustomers customers,
            CodeSecrets secrets,
            CouponEvents events,
            MergedNumbers merged,
            AuditTrail audit,
            Clock clock) {
        this.coupons = coupons;
        this.issues = issues;
        this.customers = customers;
        this.secrets = secrets;
        this.events = events;
        this.merged = merged;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Which codes are wanted.
     *
     * @param numbers a code for each; codes of nobody when missing
     * @param count how many
     */
    record Wish(@Nullable List<String> numbers, int count, String actor) {}

    /** @return the issue, whose codes {@link IssueTable#handOut} shows */
    UUID issue(Program program, String code, Wish wish) {
        List<String> numbers = wish.numbers();
        if (numbers != null) {
            customers.requireActive(program.code(), numbers);
        }
        Coupon coupon = coupons.find(program.code(), code)
                .orElseThrow(() -> new ProblemException(LoyaltyProblem.COUPON_NOT_FOUND));
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        if (coupon.state(now) == Coupon.State.ENDED) {
            throw new ProblemException(LoyaltyProblem.COUPON_ENDED);
        }
        NewCodes codes = new NewCodes(
                TimeOrderedIds.next(),
                secrets.newSeed(),
                Stream.generate(TimeOrderedIds::next).limit(wish.count()).toList(),
                numbers,
                now,
                coupon.validity().end(now, program.zone()));
        issues.insert(coupon, codes, wish.actor());
        events.issued(coupon, codes, numbers == null ? Map.of() : merged.living(numbers));
        audit.record(AuditEntry.of("coupon.issue", program.code() + "/" + code + "/" + codes.issue()));
        return codes.issue();
    }
}
