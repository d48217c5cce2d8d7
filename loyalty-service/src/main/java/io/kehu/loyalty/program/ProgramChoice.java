package io.kehu.loyalty.program;

import io.kehu.loyalty.Forms;
import io.swagger.v3.oas.annotations.Parameter;
import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which programme a request is about. Bound from its query.
 *
 * @param program code; the first one when missing
 */
public record ProgramChoice(
        @Parameter(description = "Code of the programme; the first one when missing.")
        @Pattern(regexp = Forms.CODE)
        @Nullable
        String program) {}
