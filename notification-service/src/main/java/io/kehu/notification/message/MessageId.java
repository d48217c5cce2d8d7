package io.kehu.notification.message;

import io.kehu.starter.base.TimeOrderedIds;
import java.util.UUID;

/** A message; its order is the order of acceptance. */
public record MessageId(UUID value) {

    static MessageId next() {
        return new MessageId(TimeOrderedIds.next());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
