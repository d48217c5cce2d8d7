package io.kehu.customer.relation;

import io.kehu.customer.customer.CustomerNumber;
import io.kehu.customer.customer.Source;
import java.time.Instant;
import java.util.UUID;

/** A relation as it is stored: the first one's type is the second one. */
record Relation(
        UUID id,
        CustomerNumber from,
        CustomerNumber to,
        RelationType type,
        Source source,
        String createdBy,
        Instant createdAt) {

    Relation {
        if (from.equals(to)) {
            throw new IllegalArgumentException("Nobody is related to themselves");
        }
    }

    /** What is said from one side as it is stored; a household is written from the smaller number. */
    static Relation said(
            UUID id,
            CustomerNumber by,
            RelationName name,
            CustomerNumber other,
            Source source,
            String actor,
            Instant now) {
        boolean fromBy = name.type() == RelationType.HOUSEHOLD ? by.compareTo(other) < 0 : name.isForward();
        return new Relation(id, fromBy ? by : other, fromBy ? other : by, name.type(), source, actor, now);
    }

    RelationName nameFor(CustomerNumber side) {
        return RelationName.of(type, side.equals(from));
    }

    CustomerNumber otherThan(CustomerNumber side) {
        return side.equals(from) ? to : from;
    }
}
