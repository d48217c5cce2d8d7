package io.kehu.loyalty.activity;

import io.kehu.loyalty.LoyaltyProblem;
import io.kehu.starter.web.problem.ProblemException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What was earned before, together with what has been settled in this transaction. */
final class Tallies {

    private final List<ActivityEarnings.Claim> claims;
    private final List<ActivityEarnings.Tally> before;
    private final Map<Reference, UUID> taken = new HashMap<>();
    private final Map<Object, Long> added = new HashMap<>();

    Tallies(List<ActivityEarnings.Claim> claims, List<ActivityEarnings.Tally> before) {
        this.claims = claims;
        this.before = before;
    }

    private record Reference(String activity, String member, String businessRef) {}

    private record Ever(String activity, String member) {}

    private record Daily(String activity, String member, LocalDate day) {}

    private record Monthly(String activity, String member, YearMonth month) {}

    /** @throws ProblemException when it was earned before, or a cap is reached; nothing is taken then */
    void take(int position, Activity activity, long points, UUID tx) {
        ActivityEarnings.Claim claim = claims.get(position);
        ActivityEarnings.Tally tally = before.get(position);
        Reference reference = new Reference(claim.activity(), claim.member(), claim.businessRef());
        UUID same = taken.getOrDefault(reference, tally.same());
        if (same != null) {
            throw new ProblemException(LoyaltyProblem.ALREADY_EARNED).with("transactionId", same);
        }
        Daily daily = new Daily(claim.activity(), claim.member(), claim.day());
        Ever ever = new Ever(claim.activity(), claim.member());
        Monthly monthly = new Monthly(claim.activity(), claim.member(), YearMonth.from(claim.day()));
        refuseBeyond(activity.timesPerDay(), "timesPerDay", tally.today() + sum(daily) + 1);
        refuseBeyond(activity.timesPerMember(), "timesPerMember", tally.ever() + sum(ever) + 1);
        refuseBeyond(activity.pointsPerMonth(), "pointsPerMonth", tally.month() + sum(monthly) + points);
        taken.put(reference, tx);
        added.merge(daily, 1L, Long::sum);
        added.merge(ever, 1L, Long::sum);
        added.merge(monthly, points, Long::sum);
    }

    private long sum(Object key) {
        return added.getOrDefault(key, 0L);
    }

    private static void refuseBeyond(@Nullable Number cap, String name, long wanted) {
        if (cap != null && wanted > cap.longValue()) {
            throw new ProblemException(LoyaltyProblem.ACTIVITY_CAP_REACHED, name, cap.longValue())
                    .with("cap", name)
                    .with("most", cap.longValue());
        }
    }
}
