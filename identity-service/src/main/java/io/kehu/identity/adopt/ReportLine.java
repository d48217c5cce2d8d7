package io.kehu.identity.adopt;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A line that was not accepted.
 *
 * @param line in the file, from 1, its header counted; in JSON the place in the array
 * @param reason of MALFORMED
 * @param number canonical, where the text has at least the form of a number
 */
@JsonPropertyOrder({"line", "verdict", "reason", "number"})
record ReportLine(
        @Schema(example = "17") int line,
        Verdict verdict,
        @Nullable Reason reason,
        @Schema(example = "C00000000135") @Nullable String number) {}
