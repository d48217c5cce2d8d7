package io.kehu.customer.transfer;

import io.kehu.starter.messaging.Outbox;
import io.kehu.starter.messaging.OutgoingEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** One event per batch, as in docs/events/customer.import.applied.v1. */
@Component
class ImportEvents {

    private final Outbox outbox;

    ImportEvents(Outbox outbox) {
        this.outbox = outbox;
    }

    @EventListener
    void applied(ImportBatchApplied event) {
        outbox.append(
                new OutgoingEvent("customer.import.applied.v1", event.importId().toString(), event.batch(), event));
    }
}
