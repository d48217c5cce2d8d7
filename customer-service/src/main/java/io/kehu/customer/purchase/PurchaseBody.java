package io.kehu.customer.purchase;

import io.kehu.customer.customer.CustomerNumber;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A purchase as its source tells it. (channel, orderNo) is its natural key.
 *
 * @param customer who bought; missing for strangers, whose purchase is parked
 * @param channel where
 * @param orderNo the source's order number
 * @param store store code
 * @param occurredAt when, RFC 3339
 * @param currency ISO 4217
 * @param lines what, 1 to 500
 */
record PurchaseBody(
        @Valid @Nullable Buyer customer,
        @NotNull Channel channel,

        @Schema(example = "SZ01-20261101-0042") @NotBlank @Size(max = 100)
        String orderNo,

        @Schema(example = "SZ01") @Size(max = 100) @Nullable String store,
        @NotNull Instant occurredAt,

        @Schema(example = "CNY") @NotNull @Pattern(regexp = "[A-Z]{3}")
        String currency,

        @NotEmpty @Size(max = 500) List<@Valid @NotNull Line> lines) {

    /** The largest amount of a line, in minor units. */
    static final long LARGEST_AMOUNT = 1_000_000_000_000L;

    /**
     * The customer by number, or by an id of another system.
     *
     * @param number customer number
     * @param system such as {@code pos}; goes with externalId
     * @param externalId the customer's id there
     */
    record Buyer(
            @Schema(example = "C00000000135") @Pattern(regexp = CustomerNumber.PATTERN) @Nullable
            String number,

            @Schema(example = "pos") @Pattern(regexp = "[a-z][a-z0-9-]{0,30}") @Nullable
            String system,

            @Schema(example = "pos-000042") @Size(min = 1, max = 200) @Nullable
            String externalId) {}

    /**
     * One position.
     *
     * @param lineNo from 1; counted when missing
     * @param product code
     * @param category product category
     * @param quantity pieces or units of measure, up to three decimals
     * @param amountMinor what the line cost after discounts, in minor units
     */
    @Schema(name = "PurchaseLine")
    record Line(
            @Schema(example = "1") @Min(1) @Max(10_000) @Nullable
            Integer lineNo,

            @Schema(example = "TEA-LONGJING-250G") @NotBlank @Size(max = 100)
            String product,

            @Schema(example = "tea") @Size(max = 100) @Nullable
            String category,

            @Schema(example = "1.5") @NotNull @DecimalMin("0.001") @Digits(integer = 9, fraction = 3)
            BigDecimal quantity,

            @Schema(example = "19900") @NotNull @Min(0) @Max(LARGEST_AMOUNT)
            Long amountMinor) {}
}
