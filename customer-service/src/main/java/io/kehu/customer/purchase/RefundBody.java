package io.kehu.customer.purchase;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/**
 * A refund as its source tells it: what was given back of which order. (channel, refundNo) is its natural key; amounts are positive.
 *
 * @param channel of the purchase
 * @param orderNo of the purchase
 * @param refundNo the source's refund number
 * @param occurredAt when, RFC 3339
 * @param lines what, at most what was bought
 */
record RefundBody(
        @NotNull Channel channel,

        @Schema(example = "SZ01-20261101-0042") @NotBlank @Size(max = 100)
        String orderNo,

        @Schema(example = "R-20261105-0007") @NotBlank @Size(max = 100)
        String refundNo,

        @NotNull Instant occurredAt,
        @NotEmpty @Size(max = 500) List<@Valid @NotNull Line> lines) {

    /**
     * Part of a line of the purchase.
     *
     * @param lineNo of the purchase
     * @param quantity given back
     * @param amountMinor paid back, in minor units
     */
    @Schema(name = "RefundLine")
    record Line(
            @Schema(example = "1") @NotNull @Min(1) Integer lineNo,

            @Schema(example = "1.5") @NotNull @DecimalMin("0.001") @Digits(integer = 9, fraction = 3)
            BigDecimal quantity,

            @Schema(example = "19900") @NotNull @Min(0) @Max(PurchaseBody.LARGEST_AMOUNT)
            Long amountMinor) {}
}
