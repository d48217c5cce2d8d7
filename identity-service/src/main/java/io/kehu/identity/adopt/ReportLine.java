package io.kehu.identity.adopt;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
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
        int line,
        Verdict verdict,
        @Nullable Reason reason,
        @Nullable String number) {}
