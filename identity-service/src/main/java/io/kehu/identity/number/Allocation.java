package io.kehu.identity.number;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonSerialize;

/**
 * The numbers, in sequence.
 *
 * @param reservedUntil when they become void unless activated, for reservations
 */
record Allocation(
        @Schema(example = "CUSTOMER") String scheme,

        @JsonSerialize(using = AllocatedNumbers.Writer.class)
        List<CustomerNumber> items,

        @Nullable Instant reservedUntil) {}
