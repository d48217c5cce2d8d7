package io.kehu.identity.number;

import io.kehu.identity.scheme.SchemeCode;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Asks for numbers.
 *
 * @param scheme code of an active scheme
 * @param branch digits, where the scheme's template has a branch
 * @param count how many, 1 to 1,000; 1 when missing
 * @param mode RESERVED for numbers that are void unless they are activated in time; ACTIVE when missing
 * @param ttlSeconds how long a reservation holds, 60 to 2,592,000 (30 days); 86,400 when missing
 */
record AllocationRequest(
        @Schema(example = "CUSTOMER") @NotNull @Pattern(regexp = SchemeCode.PATTERN)
        String scheme,

        @Schema(example = "0012") @Pattern(regexp = "\\d{1,8}") @Nullable
        String branch,

        @Schema(example = "2") @Min(1) @Max(1000) @Nullable Integer count,

        NumberRuns.@Nullable Mode mode,

        @Schema(example = "86400") @Min(60) @Max(2_592_000) @Nullable
        Integer ttlSeconds) {

    private static final Duration USUAL_RESERVATION = Duration.ofDays(1);

    int wanted() {
        return count == null ? 1 : count;
    }

    @Nullable
    Duration reservation() {
        if (mode != NumberRuns.Mode.RESERVED) {
            return null;
        }
        return ttlSeconds == null ? USUAL_RESERVATION : Duration.ofSeconds(ttlSeconds);
    }
}
