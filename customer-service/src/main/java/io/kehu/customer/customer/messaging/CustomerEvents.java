package io.kehu.customer.customer.messaging;

import io.kehu.customer.customer.CustomerChanged;
import io.kehu.customer.customer.CustomersRegistered;
import io.kehu.starter.messaging.Outbox;
import io.kehu.starter.messaging.OutgoingEvent;
import java.util.List;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Turns what happened to customers into what other services are told. */
@Component
class CustomerEvents {

    private final Outbox outbox;

    CustomerEvents(Outbox outbox) {
        this.outbox = outbox;
    }

    /** As in docs/events/customer.profile.registered.v1. */
    record ProfileRegistered(String number, String kind, String source) {}

    /** As in docs/events/customer.profile.changed.v1. */
    record ProfileChanged(String number, List<String> fields) {}

    @EventListener
    void registered(CustomersRegistered event) {
        outbox.append(event.customers().stream()
                .map(customer -> new OutgoingEvent(
                        "customer.profile.registered.v1",
                        customer.number().value(),
                        1,
                        new ProfileRegistered(
                                customer.number().value(),
                                customer.draft().kind().name(),
                                customer.source().name())))
                .toList());
    }

    @EventListener
    void changed(CustomerChanged event) {
        outbox.append(new OutgoingEvent(
                "customer.profile.changed.v1",
                event.number().value(),
                event.version(),
                new ProfileChanged(event.number().value(), event.fields())));
    }
}
