package io.kehu.customer.ownership;

import io.kehu.starter.messaging.Outbox;
import io.kehu.starter.messaging.OutgoingEvent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Tells other services, and the timeline, whose customers are. */
@Component
class OwnershipEvents {

    private final Outbox outbox;

    OwnershipEvents(Outbox outbox) {
        this.outbox = outbox;
    }

    /** As in docs/events/customer.ownership.changed.v1. */
    record Changed(
            String number,
            ChangeKind kind,
            @Nullable String owner,
            @Nullable String team,
            String pool,
            @Nullable String previousOwner) {}

    /** As in docs/events/customer.ownership.expiring.v1. */
    record Expiring(String number, String owner, String pool, Instant reclaimAt) {}

    @EventListener
    void changed(OwnershipChanged event) {
        outbox.append(event.changes().stream()
                .map(change -> new OutgoingEvent(
                        "customer.ownership.changed.v1",
                        change.number().value(),
                        change.version(),
                        new Changed(
                                change.number().value(),
                                event.kind(),
                                change.after().owner(),
                                change.after().team(),
                                change.after().pool(),
                                change.before().owner())))
                .toList());
    }

    @EventListener
    void expiring(OwnershipExpiring event) {
        outbox.append(new OutgoingEvent(
                "customer.ownership.expiring.v1",
                event.number().value(),
                event.version(),
                new Expiring(event.number().value(), event.owner(), event.pool(), event.reclaimAt())));
    }
}
