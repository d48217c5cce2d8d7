package io.kehu.loyalty.earning;

import io.kehu.loyalty.Forms;
import io.kehu.loyalty.LoyaltyProblem;
import io.kehu.starter.web.problem.FieldProblem;
import io.kehu.starter.web.problem.ProblemException;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A version of a rule as it shall be.
 *
 * @param kind what it gives; {@code POINTS} when missing
 * @param condition CEL over {@code purchase}, {@code member} and {@code at}, such as {@code at.weekday >= 6 && purchase.amountMinor >= 10000}
 * @param points for each full {@code perMinor} of the amount; needed, but not for multipliers
 * @param perMinor in minor units; needed, but not for multipliers
 * @param fixedPoints on top, per order; 0 when missing
 * @param multiplierPercent what the rules that give points are multiplied by; needed for multipliers
 * @param scope what it is about; everything when missing
 * @param validFrom of purchases that happened then or later; any when missing
 * @param validTo of purchases that happened before; any when missing
 * @param orderCap most points of one order; none when missing
 * @param dayCap most points of a member on one local day
 * @param monthCap most points of a member in one calendar month
 * @param memberCap most points of a member in all
 * @param stackingGroup of the published rules of one kind and group, the one that gives most counts for a purchase
 */
record RuleBody(
        @NotNull @Pattern(regexp = Forms.CODE) String program,
        @NotNull @Pattern(regexp = Forms.CODE) String code,
        EarningRule.@Nullable Kind kind,
        @NotBlank @Size(max = 100) String name,
        @NotBlank @Size(max = 2000) String condition,
        @Min(0) @Max(RuleBody.LARGEST) @Nullable Long points,
        @Min(1) @Max(RuleBody.LARGEST) @Nullable Long perMinor,
        @Min(0) @Max(RuleBody.LARGEST) @Nullable Long fixedPoints,
        @Min(101) @Max(1000) @Nullable Integer multiplierPercent,
        @Valid @Nullable Scope scope,
        @Nullable Instant validFrom,
        @Nullable Instant validTo,
        @Min(1) @Max(RuleBody.LARGEST) @Nullable Long orderCap,
        @Min(1) @Max(RuleBody.LARGEST) @Nullable Long dayCap,
        @Min(1) @Max(RuleBody.LARGEST) @Nullable Long monthCap,
        @Min(1) @Max(RuleBody.LARGEST) @Nullable Long memberCap,
        @Pattern(regexp = Forms.CODE) @Nullable String stackingGroup) {

    static final long LARGEST = 1_000_000_000L;

    /**
     * What a rule is about. Empty or missing means all.
     *
     * @param categories lines of these count, and those of {@code products}
     * @param products lines of these count, and those of {@code categories}
     */
    record Scope(
            @Size(max = 10) @Nullable Set<@NotNull @Pattern(regexp = "POS|WEB|APP|PHONE|OTHER") String> channels,
            @Size(max = 1000) @Nullable Set<@NotNull @Pattern(regexp = Forms.REF) String> stores,
            @Size(max = 1000) @Nullable Set<@NotNull @Pattern(regexp = Forms.REF) String> categories,
            @Size(max = 1000) @Nullable Set<@NotNull @Pattern(regexp = Forms.REF) String> products) {

        RuleScope scope() {
            return new RuleScope(all(channels), all(stores), all(categories), all(products));
        }

        private static Set<String> all(@Nullable Set<String> named) {
            return named == null ? Set.of() : named;
        }
    }

    /** @throws ProblemException when parts of it do not go together */
    EarningRule draft(int version) {
        List<FieldProblem> faults = faults();
        if (!faults.isEmpty()) {
            throw new ProblemException(LoyaltyProblem.RULE_INVALID, faults);
        }
        return new EarningRule(
                program,
                code,
                version,
                EarningRule.State.DRAFT,
                kindOrPoints(),
                name,
                condition,
                or(points, 0),
                or(perMinor, 1),
                or(fixedPoints, 0),
                multiplierPercent,
                scope == null ? RuleScope.EVERYTHING : scope.scope(),
                validFrom,
                validTo,
                new RuleCaps(orderCap, dayCap, monthCap, memberCap),
                stackingGroup,
                1,
                null,
                null);
    }

    private List<FieldProblem> faults() {
        List<FieldProblem> faults = new ArrayList<>();
        if (kindOrPoints() == EarningRule.Kind.MULTIPLIER) {
            need(faults, "/multiplierPercent", multiplierPercent);
            refuse(faults, "/points", points, "not-of-multipliers");
            refuse(faults, "/perMinor", perMinor, "not-of-multipliers");
            refuse(faults, "/fixedPoints", fixedPoints, "not-of-multipliers");
        } else {
            need(faults, "/points", points);
            need(faults, "/perMinor", perMinor);
            refuse(faults, "/multiplierPercent", multiplierPercent, "of-multipliers");
            if (Objects.equals(points, 0L) && or(fixedPoints, 0) == 0) {
                faults.add(new FieldProblem("/points", "gives-nothing"));
            }
        }
        if (Moments.isFar(validFrom)) {
            faults.add(new FieldProblem("/validFrom", "far-away"));
        }
        if (Moments.isFar(validTo)) {
            faults.add(new FieldProblem("/validTo", "far-away"));
        }
        if (validFrom != null && validTo != null && !validTo.isAfter(validFrom)) {
            faults.add(new FieldProblem("/validTo", "ends-before-it-begins"));
        }
        return faults;
    }

    private EarningRule.Kind kindOrPoints() {
        return kind == null ? EarningRule.Kind.POINTS : kind;
    }

    private static void need(List<FieldProblem> faults, String pointer, @Nullable Object value) {
        if (value == null) {
            faults.add(new FieldProblem(pointer, "required"));
        }
    }

    private static void refuse(List<FieldProblem> faults, String pointer, @Nullable Object value, String code) {
        if (value != null) {
            faults.add(new FieldProblem(pointer, code));
        }
    }

    private static long or(@Nullable Long value, long otherwise) {
        return value == null ? otherwise : value;
    }
}
