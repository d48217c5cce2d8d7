package io.kehu.customer.tag;

import io.kehu.customer.customer.CustomerNumber;
import io.kehu.starter.messaging.Outbox;
import io.kehu.starter.messaging.OutgoingEvent;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.springframework.stereotype.Component;

/** Tells other services, and the timeline, who got or lost a tag. */
@Component
class TagEvents {

    private final Outbox outbox;
    private final Clock clock;

    TagEvents(Outbox outbox, Clock clock) {
        this.outbox = outbox;
        this.clock = clock;
    }

    /** As in docs/events/customer.tag.changed.v1. */
    record Changed(String number, String tag, boolean added) {}

    /** In the caller's transaction. A tag has no version of its own, so the time of the change stands for it. */
    void changed(String tag, List<CustomerNumber> numbers, boolean added) {
        if (numbers.isEmpty()) {
            return;
        }
        long version = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
        outbox.append(numbers.stream()
                .map(number -> new OutgoingEvent(
                        "customer.tag.changed.v1", number.value(), version, new Changed(number.value(), tag, added)))
                .toList());
    }
}
