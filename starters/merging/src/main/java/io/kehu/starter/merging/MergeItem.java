package io.kehu.starter.merging;

import io.swagger.v3.oas.annotations.media.Schema;

/**
 * How much of one kind a merge is about.
 *
 * @param kind upper-case English, such as {@code COMPLAINTS}
 * @param count rows, or points
 */
public record MergeItem(
        @Schema(example = "COMPLAINTS") String kind,
        @Schema(example = "3") long count) {}
