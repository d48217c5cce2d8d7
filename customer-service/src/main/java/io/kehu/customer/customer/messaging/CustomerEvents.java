package io.kehu.customer.customer.messaging;

import io.kehu.customer.customer.ConsentChanged;
import io.kehu.customer.customer.CustomerChanged;
import io.kehu.customer.customer.CustomersRegistered;
import io.kehu.starter.messaging.Outbox;
import io.kehu.starter.messaging.OutgoingEvent;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Turns what happened to customers into what other services are told. */
@Component
class CustomerEvents {

    private final Outbox outbox;
    private final Clock clock;

    CustomerEvents(Outbox outbox, Clock clock) {
        this.outbox = outbox;
        this.clock = clock;
    }

    /** As in docs/events/customer.profile.registered.v1. */
    record ProfileRegistered(String number, String kind, String source) {}

    /** As in docs/events/customer.profile.changed.v1. */
    record ProfileChanged(String number, List<String> fields) {}

    /** As in docs/events/customer.consent.changed.v1. */
    record ConsentsChanged(String number, List<Word> words) {

        /** A word that stands now. */
        record Word(String channel, String purpose, String state) {}
    }

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

    /** Words have no version of their own, so the time of the change stands for it. */
    @EventListener
    void consentChanged(ConsentChanged event) {
        outbox.append(new OutgoingEvent(
                "customer.consent.changed.v1",
                event.number().value(),
                ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant()),
                new ConsentsChanged(
                        event.number().value(),
                        event.words().stream()
                                .map(word -> new ConsentsChanged.Word(
                                        word.channel().name(),
                                        word.purpose().name(),
                                        word.state().name()))
                                .sorted(Comparator.comparing(Record::toString))
                                .toList())));
    }
}
