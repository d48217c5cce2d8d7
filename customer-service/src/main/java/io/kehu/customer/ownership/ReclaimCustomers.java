package io.kehu.customer.ownership;

import io.kehu.customer.customer.CustomerNumber;
import io.kehu.customer.customer.Ownership;
import io.kehu.customer.ownership.Ownerships.Cause;
import io.kehu.customer.ownership.Ownerships.Move;
import io.kehu.customer.staff.Pools;
import io.kehu.customer.staff.Pools.Pool;
import io.kehu.customer.timeline.Contacts;
import io.kehu.starter.database.Transactions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * Takes claimed customers back into their pool when nobody looked after them: no contact and no purchase for the pool's number of days
 * since they were claimed. Their owner is reminded first. Broken off at any point, it goes on where it stopped.
 */
@Component
class ReclaimCustomers {

    private static final int BATCH = 500;
    private static final String ACTOR = "service:customer-service";

    private final Pools pools;
    private final ClaimedCustomers claimed;
    private final Ownerships ownerships;
    private final Contacts contacts;
    private final Transactions transactions;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    ReclaimCustomers(
            Pools pools,
            ClaimedCustomers claimed,
            Ownerships ownerships,
            Contacts contacts,
            Transactions transactions,
            ApplicationEventPublisher events,
            Clock clock) {
        this.pools = pools;
        this.claimed = claimed;
        this.ownerships = ownerships;
        this.contacts = contacts;
        this.transactions = transactions;
        this.events = events;
        this.clock = clock;
    }

    /** @param goOn asked between batches */
    void run(BooleanSupplier goOn) {
        for (Pool pool : pools.all()) {
            Integer days = pool.reclaimDays();
            if (days != null) {
                walk(pool, Duration.ofDays(days), goOn);
            }
        }
    }

    private void walk(Pool pool, Duration patience, BooleanSupplier goOn) {
        Instant now = clock.instant();
        Duration notice = patience.minus(Duration.ofDays(pool.remindDays()));
        String after = "";
        while (goOn.getAsBoolean()) {
            String from = after;
            List<CustomerNumber> page = claimed.quietSince(pool.code(), now.minus(notice), from, BATCH);
            if (page.isEmpty()) {
                return;
            }
            transactions.run(() -> settle(pool, patience, notice, page, now));
            after = page.getLast().value();
        }
    }

    private void settle(Pool pool, Duration patience, Duration notice, List<CustomerNumber> page, Instant now) {
        List<ClaimedCustomers.Claimed> locked = claimed.lock(page, pool.code());
        Map<CustomerNumber, Instant> last = contacts.latest(page, now.minus(patience));
        List<CustomerNumber> back = locked.stream()
                .filter(one -> !now.isBefore(one.quietSince(last).plus(patience)))
                .map(ClaimedCustomers.Claimed::number)
                .toList();
        ownerships.move(
                ownerships.lock(back).stream()
                        .map(holding -> new Move(holding, new Ownership(null, null, pool.code())))
                        .toList(),
                new Cause(ChangeKind.RECLAIMED, ACTOR, null));
        List<ClaimedCustomers.Claimed> soon = locked.stream()
                .filter(one -> !back.contains(one.number()) && !one.isReminded(last))
                .filter(one -> !now.isBefore(one.quietSince(last).plus(notice)))
                .toList();
        claimed.reminded(soon, now);
        soon.forEach(one -> events.publishEvent(new OwnershipExpiring(
                one.number(),
                one.version(),
                one.owner(),
                pool.code(),
                one.quietSince(last).plus(patience))));
    }
}
