package io.kehu.loyalty.tier;

import io.kehu.loyalty.Forms;
import io.kehu.loyalty.LoyaltyProblem;
import io.kehu.loyalty.program.Programs;
import io.kehu.starter.protection.audit.AuditEntry;
import io.kehu.starter.protection.audit.AuditTrail;
import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.idempotency.IdempotentRequests;
import io.kehu.starter.web.problem.FieldProblem;
import io.kehu.starter.web.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The tiers of a programme over HTTP. */
@RestController
@Tag(name = "tiers")
class TierController {

    private static final long LARGEST = 1_000_000_000_000L;
    private static final int LONGEST_PERIOD = 60;
    private static final int YEAR = 12;

    private final TierSchemes schemes;
    private final Programs programs;
    private final IdempotentRequests idempotent;
    private final AuditTrail audit;

    TierController(TierSchemes schemes, Programs programs, IdempotentRequests idempotent, AuditTrail audit) {
        this.schemes = schemes;
        this.programs = programs;
        this.idempotent = idempotent;
        this.audit = audit;
    }

    /**
     * The tiers of a programme; they take the place of those before.
     *
     * @param basis what qualifies: points earned, or spend in minor units; what is taken back or refunded does not
     * @param period {@code CALENDAR_YEAR}, or {@code ROLLING} so many months
     * @param months of a rolling period, the running one the last of them
     * @param graceDays how long after its time a tier is kept, to be reached again
     * @param downgrade {@code ONE_DOWN}, or {@code BY_BALANCE} into the tier that what qualifies is enough for
     * @param tiers from the first one, which everybody is in, upwards
     */
    record SchemeBody(
            @NotNull @Pattern(regexp = Forms.CODE) String program,
            TierScheme.@NotNull Basis basis,
            TierPeriod.@NotNull Kind period,
            @Min(1) @Max(LONGEST_PERIOD) @Nullable Integer months,
            @NotNull @Min(0) @Max(366) Integer graceDays,
            TierScheme.@NotNull Downgrade downgrade,
            @NotNull @Size(min = 1, max = 20) List<@NotNull @Valid TierBody> tiers) {}

    /**
     * A tier.
     *
     * @param threshold what has to qualify, at least; 0 for the first tier, and more with each
     * @param multiplierPercent what purchases earn in it, 100 to 1,000 percent; 100 when missing
     * @param benefits in words
     */
    record TierBody(
            @NotNull @Pattern(regexp = Forms.CODE) String code,
            @NotBlank @Size(max = 100) String name,
            @NotNull @Min(0) @Max(LARGEST) Long threshold,
            @Min(Tier.PLAIN_PERCENT) @Max(1000) @Nullable Integer multiplierPercent,
            @Size(max = 20) @Nullable List<@NotBlank @Size(max = 200) String> benefits) {}

    /**
     * The tiers of a programme.
     *
     * @param version grows with every change
     */
    record SchemeView(
            String program,
            int version,
            TierScheme.Basis basis,
            TierPeriod.Kind period,
            int months,
            int graceDays,
            TierScheme.Downgrade downgrade,
            List<TierView> tiers) {

        static SchemeView of(TierScheme scheme) {
            return new SchemeView(
                    scheme.program(),
                    scheme.version(),
                    scheme.basis(),
                    scheme.period().kind(),
                    scheme.period().months(),
                    scheme.graceDays(),
                    scheme.downgrade(),
                    scheme.tiers().stream().map(TierView::of).toList());
        }
    }

    /**
     * A tier.
     *
     * @param rank 0 for the first
     */
    record TierView(String code, int rank, String name, long threshold, int multiplierPercent, List<String> benefits) {

        static TierView of(Tier tier) {
            return new TierView(
                    tier.code(), tier.rank(), tier.name(), tier.threshold(), tier.multiplierPercent(), tier.benefits());
        }
    }

    @GetMapping("/loyalty/v1/tiers")
    @Operation(summary = "The tiers of a programme")
    SchemeView tiers(@RequestParam @Pattern(regexp = Forms.CODE) String program) {
        return schemes.current(program)
                .map(SchemeView::of)
                .orElseThrow(() -> new ProblemException(LoyaltyProblem.TIERS_NOT_FOUND));
    }

    @PostMapping("/loyalty/v1/tiers")
    @Operation(
            summary = "Define the tiers of a programme",
            description =
                    "As the next version. Who is in a tier stays in it until its time is over; who reaches a higher one by what qualifies "
                            + "gets it with the next purchase.")
    ResponseEntity<SchemeView> define(
            @Valid @RequestBody SchemeBody body,
            @Parameter(description = IdempotentRequests.KEY_HELP)
                    @RequestHeader(name = "Idempotency-Key", required = false)
                    @Nullable
                    String idempotencyKey) {
        verify(body);
        if (programs.find(body.program()).isEmpty()) {
            throw new ProblemException(LoyaltyProblem.PROGRAM_NOT_FOUND);
        }
        return idempotent.once(() -> {
            int version =
                    schemes.current(body.program()).map(TierScheme::version).orElse(0) + 1;
            TierScheme scheme = scheme(body, version);
            try {
                schemes.define(scheme, Caller.required().originatingSubject());
            } catch (DuplicateKeyException e) {
                throw new ProblemException(LoyaltyProblem.TIERS_CHANGED);
            }
            audit.record(AuditEntry.of("tiers.define", body.program() + "/" + version));
            return ResponseEntity.status(HttpStatus.CREATED).body(SchemeView.of(scheme));
        });
    }

    private static void verify(SchemeBody body) {
        List<FieldProblem> problems = new ArrayList<>();
        if ((body.period() == TierPeriod.Kind.ROLLING) != (body.months() != null)) {
            problems.add(new FieldProblem("/months", "months-of-rolling"));
        }
        Set<String> codes = new HashSet<>();
        long below = -1;
        for (int i = 0; i < body.tiers().size(); i++) {
            TierBody tier = body.tiers().get(i);
            String at = "/tiers/" + i;
            if (!codes.add(tier.code())) {
                problems.add(new FieldProblem(at + "/code", "tier-twice"));
            }
            if (i == 0 ? tier.threshold() != 0 : tier.threshold() <= below) {
                problems.add(new FieldProblem(at + "/threshold", i == 0 ? "first-tier-from-zero" : "tiers-overlap"));
            }
            below = tier.threshold();
        }
        if (!problems.isEmpty()) {
            throw new ProblemException(LoyaltyProblem.TIERS_INVALID, problems);
        }
    }

    private static TierScheme scheme(SchemeBody body, int version) {
        List<Tier> tiers = new ArrayList<>();
        for (TierBody tier : body.tiers()) {
            tiers.add(new Tier(
                    tier.code(),
                    tiers.size(),
                    tier.name(),
                    tier.threshold(),
                    tier.multiplierPercent() == null ? Tier.PLAIN_PERCENT : tier.multiplierPercent(),
                    tier.benefits() == null ? List.of() : tier.benefits()));
        }
        return new TierScheme(
                body.program(),
                version,
                body.basis(),
                new TierPeriod(body.period(), body.months() == null ? YEAR : body.months()),
                body.graceDays(),
                body.downgrade(),
                tiers);
    }
}
