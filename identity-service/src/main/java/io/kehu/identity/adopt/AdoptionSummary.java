package io.kehu.identity.adopt;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * The last line of a report; a report without it broke off.
 *
 * @param summary always true
 * @param lines without the header
 */
@JsonPropertyOrder({"summary", "lines", "accepted", "alreadyThere", "colliding", "malformed"})
record AdoptionSummary(
        boolean summary,
        @Schema(example = "1000000") int lines,
        @Schema(example = "999214") int accepted,
        @Schema(example = "700") int alreadyThere,
        @Schema(example = "4") int colliding,
        @Schema(example = "82") int malformed) {}
