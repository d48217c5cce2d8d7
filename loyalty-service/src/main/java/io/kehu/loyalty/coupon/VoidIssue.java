package io.kehu.loyalty.coupon;

import io.kehu.loyalty.LoyaltyProblem;
import io.kehu.starter.protection.audit.AuditEntry;
import io.kehu.starter.protection.audit.AuditTrail;
import io.kehu.starter.web.problem.ProblemException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Makes all codes of an issue void that are not redeemed, such as those of a list that came into wrong hands; in the caller's transaction. Codes
 * are locked before their coupon, as by those who use them. One that is redeemed is void when it comes back.
 */
@Component
class VoidIssue {

    private final IssueTable issues;
    private final CodeTable codes;
    private final UseTable uses;
    private final CouponTable coupons;
    private final AuditTrail audit;
    private final Clock clock;

    VoidIssue(IssueTable issues, CodeTable codes, UseTable uses, CouponTable coupons, AuditTrail audit, Clock clock) {
        this.issues = issues;
        this.codes = codes;
        this.uses = uses;
        this.coupons = coupons;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * What became of the codes.
     *
     * @param voided by this call, those that orders kept included
     * @param kept of the voided ones, those that orders kept
     * @param redeemed ones stay redeemed; they are void when they come back
     * @param voidBefore were void already
     */
    record Voided(IssueTable.Of of, int voided, int kept, int redeemed, int voidBefore) {}

    Voided makeVoid(UUID issue, String reason, String actor) {
        IssueTable.Of of =
                issues.find(issue).orElseThrow(() -> new ProblemException(LoyaltyProblem.COUPON_ISSUE_NOT_FOUND));
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Map<CodeState, Integer> states = codes.lockIssue(issue);
        int kept = states.getOrDefault(CodeState.RESERVED, 0);
        issues.makeVoid(issue, reason, actor, now);
        codes.makeIssueVoid(issue, reason, actor, now);
        uses.endOfIssue(issue, now);
        coupons.move(of.program(), of.coupon(), -kept, 0);
        audit.record(AuditEntry.of("coupon-issue.void", of.program() + "/" + of.coupon() + "/" + issue)
                .because(reason));
        return new Voided(
                of,
                states.getOrDefault(CodeState.ISSUED, 0) + kept,
                kept,
                states.getOrDefault(CodeState.REDEEMED, 0),
                states.getOrDefault(CodeState.VOID, 0));
    }
}
