package io.kehu.loyalty.activity;

import io.kehu.loyalty.LoyaltyProblem;
import io.kehu.loyalty.ledger.Booking;
import io.kehu.loyalty.ledger.MemberLocks;
import io.kehu.loyalty.ledger.TxType;
import io.kehu.loyalty.program.Program;
import io.kehu.starter.base.TimeOrderedIds;
import io.kehu.starter.web.problem.ProblemException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Settles what activities earn: each once for the same reference, and not beyond the caps, which count under all numbers of a member. The
 * accounts of the members are locked meanwhile, so that two at once do not both take what is left.
 */
@Component
public class SettleActivities {

    private final ActivityTable activities;
    private final ActivityEarnings earnings;
    private final MemberLocks locks;
    private final Clock clock;

    SettleActivities(ActivityTable activities, ActivityEarnings earnings, MemberLocks locks, Clock clock) {
        this.activities = activities;
        this.earnings = earnings;
        this.locks = locks;
        this.clock = clock;
    }

    /**
     * What somebody says a member did.
     *
     * @param points where the activity does not say how many
     * @param businessRef which time it was
     */
    public record Deed(
            String activity,
            String number,
            @Nullable Long points,
            String businessRef,
            String actor,
            @Nullable Instant occurredAt) {}

    /** What becomes of a deed. */
    public sealed interface Settled {

        /** To be booked in this transaction. */
        record ToBook(Booking booking) implements Settled {}

        record Refused(ProblemException problem) implements Settled {}
    }

    /** Whether there is an activity of this code, and it says how many points it gives. */
    public boolean isFixed(Program program, String code) {
        return activities
                .find(program.code(), code)
                .filter(activity -> activity.points() != null)
                .isPresent();
    }

    /** @param key which of the events of this type, such as the code of a survey */
    public List<String> toldBy(Program program, String event, String key) {
        return activities.toldBy(program.code(), event).stream()
                .filter(activity -> activity.isToldBy(event, key))
                .map(Activity::code)
                .toList();
    }

    /**
     * In the caller's transaction, which has to book what earns. Members are opened that are not yet.
     *
     * @param alsoBooked numbers that are booked to in this transaction besides
     * @return in the order of the deeds
     */
    public List<Settled> settle(Program program, List<Deed> deeds, Collection<String> alsoBooked) {
        if (deeds.isEmpty()) {
            return List.of();
        }
        Map<String, String> members = locks.living(Stream.concat(deeds.stream().map(Deed::number), alsoBooked.stream())
                .toList());
        locks.lock(program, members);
        Set<String> inactive = locks.inactive(program, members.values());
        Map<String, Activity> known = activities.find(
                program.code(), deeds.stream().map(Deed::activity).toList());
        Instant now = clock.instant();
        List<ActivityEarnings.Claim> claims = deeds.stream()
                .map(deed -> new ActivityEarnings.Claim(
                        deed.activity(),
                        members.getOrDefault(deed.number(), deed.number()),
                        deed.businessRef(),
                        day(program, deed, now)))
                .toList();
        Tallies tallies = new Tallies(claims, earnings.tallies(program, claims));
        List<Settled> settled = new ArrayList<>();
        List<ActivityEarnings.Row> rows = new ArrayList<>();
        for (int i = 0; i < deeds.size(); i++) {
            Deed deed = deeds.get(i);
            try {
                if (inactive.contains(claims.get(i).member())) {
                    throw new ProblemException(LoyaltyProblem.MEMBER_NOT_ACTIVE);
                }
                Activity activity = on(known.get(deed.activity()), deed, now);
                long points = points(activity, deed);
                Booking booking = booking(activity, deed, points, now).waitingUntil(waits(program, activity, now));
                tallies.take(i, activity, points, booking.id());
                rows.add(new ActivityEarnings.Row(
                        activity.code(),
                        deed.number(),
                        deed.businessRef(),
                        booking.id(),
                        points,
                        claims.get(i).day()));
                settled.add(new Settled.ToBook(booking));
            } catch (ProblemException e) {
                settled.add(new Settled.Refused(e));
            }
        }
        earnings.insert(program, rows);
        return settled;
    }

    private static Activity on(@Nullable Activity activity, Deed deed, Instant now) {
        if (activity == null) {
            throw new ProblemException(LoyaltyProblem.ACTIVITY_NOT_FOUND);
        }
        if (!activity.isOn(deed.occurredAt() == null ? now : deed.occurredAt())) {
            throw new ProblemException(LoyaltyProblem.ACTIVITY_NOT_ON);
        }
        return activity;
    }

    private static long points(Activity activity, Deed deed) {
        Long fixed = activity.points();
        Long most = activity.mostPoints();
        Long told = deed.points();
        if (fixed != null) {
            if (told != null && !told.equals(fixed)) {
                throw ProblemException.field("/points", "points-are-fixed");
            }
            return fixed;
        }
        if (told == null) {
            throw ProblemException.field("/points", "required");
        }
        if (most != null && told > most) {
            throw ProblemException.field("/points", "more-than-the-activity-gives");
        }
        return told;
    }

    private static LocalDate day(Program program, Deed deed, Instant now) {
        Instant at = deed.occurredAt() == null ? now : deed.occurredAt();
        return at.atZone(program.zone()).toLocalDate();
    }

    private static @Nullable Instant waits(Program program, Activity activity, Instant now) {
        return activity.pendingDays() == null ? null : program.pendingUntil(now, activity.pendingDays());
    }

    private static Booking booking(Activity activity, Deed deed, long points, Instant now) {
        return new Booking(
                TimeOrderedIds.next(),
                TxType.EARN,
                deed.number(),
                points,
                activity.code() + "/" + deed.businessRef(),
                activity.code(),
                activity.version(),
                null,
                deed.actor(),
                activity.name(),
                deed.occurredAt() == null ? now : deed.occurredAt());
    }
}
