package io.kehu.starter.merging;

import io.swagger.v3.oas.annotations.media.Schema;

/**
 * What did not go back to a loser when its merge was undone.
 *
 * @param kind upper-case English, such as {@code POINTS}
 * @param count rows, or points
 * @param reason upper-case English, such as {@code SPENT}
 */
public record MergeKept(
        @Schema(example = "POINTS") String kind,
        @Schema(example = "120") long count,
        @Schema(example = "SPENT") String reason) {}
