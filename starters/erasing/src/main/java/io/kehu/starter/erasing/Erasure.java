package io.kehu.starter.erasing;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * An erasure that was done.
 *
 * @param numbers all numbers of the customer
 * @param items what there was, and what became of it
 */
public record Erasure(UUID id, List<String> numbers, List<ErasureItem> items, Instant erasedAt) {

    public Erasure {
        numbers = List.copyOf(numbers);
        items = List.copyOf(items);
    }
}
