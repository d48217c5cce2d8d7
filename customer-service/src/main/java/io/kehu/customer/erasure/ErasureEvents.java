package io.kehu.customer.erasure;

import io.kehu.customer.customer.CustomerNumber;
import io.kehu.starter.messaging.Outbox;
import io.kehu.starter.messaging.OutgoingEvent;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Tells other services and systems that somebody is erased. */
@Component
class ErasureEvents {

    private final Outbox outbox;

    ErasureEvents(Outbox outbox) {
        this.outbox = outbox;
    }

    /** As in docs/events/customer.profile.erased.v1. */
    record ProfileErased(String number, UUID erasureId, List<String> numbers) {}

    /** In the transaction that erases the record. @param version of the record then */
    void erased(CustomerErasure erasure, long version) {
        outbox.append(new OutgoingEvent(
                "customer.profile.erased.v1",
                erasure.number().value(),
                version,
                new ProfileErased(
                        erasure.number().value(),
                        erasure.id(),
                        erasure.numbers().stream().map(CustomerNumber::value).toList())));
    }
}
