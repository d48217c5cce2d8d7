package io.kehu.loyalty.tier;

import io.kehu.loyalty.program.Program;
import io.kehu.starter.base.TimeOrderedIds;
import io.kehu.starter.merging.MergedNumbers;
import io.kehu.starter.messaging.Outbox;
import io.kehu.starter.messaging.OutgoingEvent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Puts members into tiers: up at once, down at the review. What was reached with purchases that came back is lost at once, down to what one had
 * before, so that nobody buys a tier and returns the goods.
 */
@Component
public class AssignTiers {

    private static final Duration MOMENT = Duration.ofMillis(1);

    private final TierSchemes schemes;
    private final MemberTiers tiers;
    private final Qualifying qualifying;
    private final MergedNumbers mergedNumbers;
    private final Outbox outbox;
    private final Clock clock;

    AssignTiers(
            TierSchemes schemes,
            MemberTiers tiers,
            Qualifying qualifying,
            MergedNumbers mergedNumbers,
            Outbox outbox,
            Clock clock) {
        this.schemes = schemes;
        this.tiers = tiers;
        this.qualifying = qualifying;
        this.mergedNumbers = mergedNumbers;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** The tiers members are in by any of their numbers, by the numbers asked with; empty where a programme has none. */
    public Map<String, Tier> current(Program program, Collection<String> numbers) {
        return schemes.current(program.code())
                .map(scheme -> {
                    Map<String, String> members = members(numbers);
                    Map<String, Tier> byMember = byMember(program, scheme, members.values());
                    Map<String, Tier> byNumber = new HashMap<>();
                    members.forEach(
                            (number, member) -> byNumber.put(number, byMember.getOrDefault(member, scheme.base())));
                    return byNumber;
                })
                .orElseGet(Map::of);
    }

    /** In the transaction that made something qualify. */
    public void upgrade(Program program, Collection<String> numbers) {
        schemes.current(program.code()).ifPresent(scheme -> {
            Instant now = now();
            Collection<String> members = members(numbers).values();
            List<String> rising = rising(program, scheme, members, now);
            if (!rising.isEmpty()) {
                List<MemberTiers.Held> locked =
                        tiers.lock(program.code(), scheme.base().code(), rising, now);
                // Somebody else may have let them rise meanwhile, or something more may qualify.
                Map<String, Long> points = qualifying.of(program, scheme, rising, now);
                Map<String, Tier> current = byMember(program, scheme, rising);
                for (MemberTiers.Held held : locked) {
                    long qualifies = points.getOrDefault(held.number(), 0L);
                    Tier from = current.getOrDefault(held.number(), scheme.base());
                    Tier to = scheme.fit(qualifies);
                    if (to.rank() > from.rank()) {
                        rise(program, scheme, held, from, to, qualifies, now);
                    }
                }
            }
        });
    }

    private List<String> rising(Program program, TierScheme scheme, Collection<String> members, Instant now) {
        Map<String, Tier> current = byMember(program, scheme, members);
        List<String> rising = new ArrayList<>();
        qualifying.of(program, scheme, members, now).forEach((member, points) -> {
            if (scheme.fit(points).rank()
                    > current.getOrDefault(member, scheme.base()).rank()) {
                rising.add(member);
            }
        });
        return rising;
    }

    private void rise(
            Program program,
            TierScheme scheme,
            MemberTiers.Held held,
            Tier from,
            Tier to,
            long qualifies,
            Instant now) {
        boolean first = held.before() == null;
        Instant validTo = scheme.period().end(now, program.zone());
        write(
                program,
                scheme,
                new MemberTiers.Held(
                        held.number(),
                        to.code(),
                        now,
                        validTo,
                        first ? held.tier() : held.before(),
                        first ? held.validTo() : held.beforeValidTo()),
                from,
                to,
                MemberTiers.Cause.UPGRADE,
                qualifies,
                now);
    }

    /** In the transaction that took back what qualified. */
    public void takeBack(Program program, Collection<String> numbers) {
        schemes.current(program.code()).ifPresent(scheme -> {
            Instant now = now();
            List<String> members = members(numbers).values().stream().distinct().toList();
            List<String> risen = tiers.of(program.code(), members).values().stream()
                    .flatMap(List::stream)
                    .filter(held -> held.before() != null)
                    .map(MemberTiers.Held::number)
                    .toList();
            if (!risen.isEmpty()) {
                Map<String, String> memberOf = members(risen);
                Map<String, Long> points = qualifying.of(program, scheme, memberOf.values(), now);
                for (MemberTiers.Held held :
                        tiers.lock(program.code(), scheme.base().code(), risen, now)) {
                    long qualifies = points.getOrDefault(memberOf.getOrDefault(held.number(), held.number()), 0L);
                    fall(program, scheme, held, qualifies, now);
                }
            }
        });
    }

    private void fall(Program program, TierScheme scheme, MemberTiers.Held held, long qualifies, Instant now) {
        Tier from = scheme.named(held.tier());
        if (held.before() == null) {
            return;
        }
        Tier before = scheme.named(held.before());
        Tier fit = scheme.fit(qualifies);
        if (fit.rank() < from.rank() && before.rank() < from.rank()) {
            boolean back = before.rank() >= fit.rank();
            Tier to = back ? before : fit;
            write(
                    program,
                    scheme,
                    new MemberTiers.Held(
                            held.number(),
                            to.code(),
                            now,
                            back ? held.beforeValidTo() : held.validTo(),
                            back ? null : held.before(),
                            back ? null : held.beforeValidTo()),
                    from,
                    to,
                    MemberTiers.Cause.REVERSAL,
                    qualifies,
                    now);
        }
    }

    /**
     * Looks at tiers whose time and grace are over, in the caller's transaction. What qualified in the period that ended counts, or what
     * qualifies now, whichever is more.
     *
     * @return how many were looked at
     */
    int review(Program program, int limit) {
        return schemes.current(program.code())
                .map(scheme -> {
                    Instant now = now();
                    List<MemberTiers.Held> due =
                            tiers.lockDue(program.code(), now.minus(Duration.ofDays(scheme.graceDays())), limit);
                    due.forEach(held -> review(program, scheme, held, now));
                    return due.size();
                })
                .orElse(0);
    }

    private void review(Program program, TierScheme scheme, MemberTiers.Held held, Instant now) {
        Instant ended = held.validTo() == null ? now : held.validTo();
        Instant last = ended.minus(MOMENT);
        List<String> member = List.of(mergedNumbers.living(held.number()));
        long then = qualifying.of(program, scheme, member, last).getOrDefault(member.getFirst(), 0L);
        long today = qualifying.of(program, scheme, member, now).getOrDefault(member.getFirst(), 0L);
        long qualifies = Math.max(then, today);
        Tier from = scheme.named(held.tier());
        Tier fit = scheme.fit(qualifies);
        boolean stays = fit.rank() >= from.rank();
        Tier to = stays ? from : scheme.below(from, fit);
        Instant validTo = to.rank() == 0 ? null : scheme.period().end(last, program.zone());
        write(
                program,
                scheme,
                new MemberTiers.Held(held.number(), to.code(), stays ? held.since() : now, validTo, null, null),
                from,
                to,
                stays ? MemberTiers.Cause.RENEWAL : MemberTiers.Cause.DOWNGRADE,
                qualifies,
                now);
    }

    private void write(
            Program program,
            TierScheme scheme,
            MemberTiers.Held held,
            Tier from,
            Tier to,
            MemberTiers.Cause cause,
            long qualifies,
            Instant now) {
        tiers.write(program.code(), held);
        tiers.note(
                program.code(),
                new MemberTiers.Change(
                        TimeOrderedIds.next(),
                        held.number(),
                        from.code(),
                        to.code(),
                        cause,
                        qualifies,
                        scheme.version(),
                        held.validTo(),
                        now));
        if (!from.code().equals(to.code())) {
            String member = mergedNumbers.living(held.number());
            outbox.append(List.of(new OutgoingEvent(
                    "loyalty.tier.changed.v1",
                    member,
                    now.toEpochMilli(),
                    new TierChanged(
                            member, program.code(), from.code(), to.code(), cause, qualifies, held.validTo()))));
        }
    }

    /** As in docs/events/loyalty.tier.changed.v1. */
    record TierChanged(
            String number,
            String program,
            String from,
            String to,
            MemberTiers.Cause cause,
            long qualifying,
            @Nullable Instant validTo) {}

    private Map<String, Tier> byMember(Program program, TierScheme scheme, Collection<String> members) {
        Map<String, Tier> highest = new HashMap<>();
        tiers.of(program.code(), members)
                .forEach((member, held) -> highest.put(
                        member,
                        held.stream()
                                .map(one -> scheme.named(one.tier()))
                                .max(Comparator.comparingInt(Tier::rank))
                                .orElseGet(scheme::base)));
        return highest;
    }

    private Map<String, String> members(Collection<String> numbers) {
        Map<String, String> living = mergedNumbers.living(numbers);
        Map<String, String> members = new HashMap<>();
        numbers.forEach(number -> members.put(number, living.getOrDefault(number, number)));
        return members;
    }

    private Instant now() {
        // PostgreSQL keeps microseconds.
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
