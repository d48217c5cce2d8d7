package io.kehu.customer.erasure;

import io.kehu.customer.customer.CustomerNumber;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A customer who is to be erased.
 *
 * @param number as asked for
 * @param numbers all numbers of the customer; none before it is decided
 * @param dueAt when the customer should have an answer
 * @param reason for the decision
 */
record CustomerErasure(
        UUID id,
        CustomerNumber number,
        List<CustomerNumber> numbers,
        ErasureState state,
        ErasureBasis basis,
        String requestedBy,
        Instant requestedAt,
        Instant dueAt,
        @Nullable String decidedBy,
        @Nullable Instant decidedAt,
        @Nullable String reason,
        @Nullable Instant finishedAt) {

    CustomerErasure {
        numbers = List.copyOf(numbers);
    }
}
