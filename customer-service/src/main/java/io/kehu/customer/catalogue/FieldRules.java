package io.kehu.customer.catalogue;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What values of a field must keep to, beyond their type.
 *
 * @param pattern for texts: a regular expression (RE2) the whole text must match
 * @param maxLength for texts: characters at most, up to 4,000
 * @param min for numbers and money (there in minor units): least value
 * @param max for numbers and money (there in minor units): greatest value
 * @param earliest for dates: first day
 * @param latest for dates: last day
 * @param condition CEL over {@code value} and {@code custom.<code>} of other fields; true for good values
 * @param message what people are told when pattern or condition refuses a value
 */
record FieldRules(
        @Schema(example = "[A-Z]{2}[0-9]{6}") @Size(min = 1, max = 300) @Nullable
        String pattern,

        @Schema(example = "40") @Min(1) @Max(4_000) @Nullable
        Integer maxLength,

        @Schema(example = "50") @Nullable BigDecimal min,
        @Schema(example = "250") @Nullable BigDecimal max,
        @Nullable LocalDate earliest,
        @Nullable LocalDate latest,

        @Schema(example = "value <= 250 || has(custom.shoe_size)") @Size(min = 1, max = 2_000) @Nullable
        String condition,

        @Valid @Nullable Label message) {

    static final FieldRules NONE = new FieldRules(null, null, null, null, null, null, null, null);
}
