package io.kehu.customer.matching.model;

import io.swagger.v3.oas.annotations.media.Schema;

/**
 * Blocks of a pass that held too many records to compare all with all, and were split by a further field. Names fields, never values.
 *
 * @param pass fields that were shared
 * @param blocks how many there were
 * @param largest records of the largest
 * @param leftOut records that shared no further field with another of the block, or whose part was still too large
 */
public record OversizedBlocks(
        @Schema(example = "~fullName+birthDate") String pass,
        @Schema(example = "2") int blocks,
        @Schema(example = "5120") int largest,
        @Schema(example = "4870") long leftOut) {}
