package io.kehu.customer.transfer;

import io.kehu.starter.messaging.Outbox;
import io.kehu.starter.messaging.OutgoingEvent;
import java.util.List;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * What imports tell others: one event per applied batch, as in docs/events/customer.import.applied.v1, and a change of each customer who
 * was taken back, as in docs/events/customer.profile.changed.v1.
 */
@Component
class ImportEvents {

    private final Outbox outbox;

    ImportEvents(Outbox outbox) {
        this.outbox = outbox;
    }

    /** As in docs/events/customer.profile.changed.v1. */
    record ProfileChanged(String number, List<String> fields) {}

    @EventListener
    void applied(ImportBatchApplied event) {
        outbox.append(
                new OutgoingEvent("customer.import.applied.v1", event.importId().toString(), event.batch(), event));
    }

    @EventListener
    void undone(ImportBatchUndone event) {
        outbox.append(event.changes().stream()
                .map(change -> new OutgoingEvent(
                        "customer.profile.changed.v1",
                        change.number(),
                        change.version(),
                        new ProfileChanged(change.number(), change.fields())))
                .toList());
    }
}
