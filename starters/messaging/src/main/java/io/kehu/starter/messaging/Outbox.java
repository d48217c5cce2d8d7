package io.kehu.starter.messaging;

import java.util.List;

/** Where a service puts the facts it tells others. They leave if and only if the current transaction commits. */
public interface Outbox {

    /** @throws IllegalStateException outside of a transaction */
    void append(List<OutgoingEvent> events);

    default void append(OutgoingEvent event) {
        append(List.of(event));
    }
}
