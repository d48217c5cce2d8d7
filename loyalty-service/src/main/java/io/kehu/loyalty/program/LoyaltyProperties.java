package io.kehu.loyalty.program;

import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.math.BigDecimal;
import java.time.ZoneId;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of loyalty-service.
 *
 * @param program made at the first start
 * @param adjustmentLimit points one person may adjust within 24 hours without a second one
 */
@Validated
@ConfigurationProperties("kehu.loyalty")
public record LoyaltyProperties(
        @Valid @NotNull FirstProgram program, @Min(0) long adjustmentLimit) {

    /** The programme a fresh installation has. */
    public record FirstProgram(
            @Pattern(regexp = "[A-Z][A-Z0-9_]{1,30}") String code,
            @NotBlank String name,
            @NotNull ZoneId zone,
            @Min(1) @Max(Program.MOST_MONTHS) int validMonths,
            @Min(0) @Max(366) int restoreGraceDays,
            @Min(0) @Max(366) int pendingDays,
            @NotNull @DecimalMin("0") BigDecimal pointValueMinor,

            @NotNull @DecimalMin(value = "0", inclusive = false) @DecimalMax("1")
            BigDecimal redemptionRate,

            @Valid @NotNull FirstNotice notice,
            @Valid @NotNull FirstRule rule) {}

    /** How its members are told before points expire. */
    public record FirstNotice(
            @Min(1) @Max(Program.MOST_NOTICE_DAYS) int days,
            @Min(0) @Max(366) int graceDays) {}

    /** The rule it earns by. */
    public record FirstRule(
            @Pattern(regexp = "[A-Z][A-Z0-9_]{1,30}") String code,
            @NotBlank String name,
            @NotBlank String condition,
            @Min(0) long points,
            @Min(1) long perMinor) {}
}
