package io.kehu.loyalty.coupon;

import io.kehu.loyalty.Forms;
import io.kehu.starter.web.problem.CommonProblem;
import io.kehu.starter.web.problem.FieldProblem;
import io.kehu.starter.web.problem.ProblemException;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A coupon to be defined. Money is in minor units of the currency, which is there when an amount is.
 *
 * @param program code; the first one when missing
 * @param valueMinor of {@code VALUE_OFF}
 * @param percent of {@code PERCENT_OFF}; rounded down
 * @param mostMinor what a percentage comes to at most
 * @param gift what a {@code GIFT} is
 * @param leastMinor least amount of an order
 * @param quota most codes ever redeemed, those that are kept for orders included; any number when missing
 * @param perCustomer the same for one customer, under all numbers
 * @param channels where it is used; everywhere when missing or empty
 * @param stackGroup two coupons of one group do not go on one order
 * @param validFrom at once when missing
 * @param validTo until when; until it is ended when missing
 * @param validDays how many days after the day of issue a code is good, until the end of the day in the programme's zone; the earlier one
 *     counts where there is validTo as well
 */
record CouponBody(
        @Pattern(regexp = Forms.CODE) @Nullable String program,
        @NotNull @Pattern(regexp = Forms.CODE) String code,
        @NotBlank @Size(max = 100) String name,
        Worth.@NotNull Kind kind,
        @Min(1) @Max(MOST_MINOR) @Nullable Long valueMinor,
        @Min(1) @Max(100) @Nullable Integer percent,
        @Min(1) @Max(MOST_MINOR) @Nullable Long mostMinor,
        @Pattern(regexp = Forms.REF) @Nullable String gift,
        @Min(1) @Max(MOST_MINOR) @Nullable Long leastMinor,
        @Pattern(regexp = CURRENCY) @Nullable String currency,
        @Min(1) @Max(1_000_000_000) @Nullable Long quota,
        @Min(1) @Max(1_000_000) @Nullable Integer perCustomer,
        @Size(max = 10) @Nullable List<@NotNull Channel> channels,
        @Pattern(regexp = Forms.CODE) @Nullable String stackGroup,
        @Nullable Instant validFrom,
        @Nullable Instant validTo,
        @Min(0) @Max(3660) @Nullable Integer validDays) {

    static final long MOST_MINOR = 1_000_000_000_000L;
    static final String CURRENCY = "[A-Z]{3}";

    Coupon toCoupon(String programCode, Instant now) {
        Instant from = validFrom == null ? now : validFrom;
        verify(from, now);
        return new Coupon(
                programCode,
                code,
                name,
                new Worth(kind, valueMinor, percent, mostMinor, gift, leastMinor, currency),
                new Coupon.Terms(
                        quota,
                        perCustomer,
                        channels == null
                                ? List.of()
                                : channels.stream().distinct().toList(),
                        stackGroup),
                new Coupon.Validity(from, validTo, validDays),
                0,
                0,
                null);
    }

    private void verify(Instant from, Instant now) {
        List<FieldProblem> problems = new ArrayList<>();
        require(problems, kind == Worth.Kind.VALUE_OFF, valueMinor, "/valueMinor");
        require(problems, kind == Worth.Kind.PERCENT_OFF, percent, "/percent");
        require(problems, kind == Worth.Kind.GIFT, gift, "/gift");
        if (mostMinor != null && kind != Worth.Kind.PERCENT_OFF) {
            problems.add(new FieldProblem("/mostMinor", "not-of-this-kind"));
        }
        boolean amounts = valueMinor != null || mostMinor != null || leastMinor != null;
        if (amounts != (currency != null)) {
            problems.add(new FieldProblem("/currency", "currency-of-amounts"));
        }
        if (validTo != null && (!validTo.isAfter(from) || !validTo.isAfter(now))) {
            problems.add(new FieldProblem("/validTo", "ends-before-it-begins"));
        }
        if (!problems.isEmpty()) {
            throw new ProblemException(CommonProblem.INVALID_FIELDS, problems);
        }
    }

    private static void require(List<FieldProblem> problems, boolean needed, @Nullable Object value, String pointer) {
        if (needed != (value != null)) {
            problems.add(new FieldProblem(pointer, needed ? "required" : "not-of-this-kind"));
        }
    }
}
