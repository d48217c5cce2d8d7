package io.kehu.loyalty.earning;

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
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Earning rules over HTTP. */
@RestController
@Tag(name = "rules")
class RuleController {

    private static final long LARGEST = 1_000_000_000L;

    private final EarningRules rules;
    private final RuleConditions conditions;
    private final Programs programs;
    private final IdempotentRequests idempotent;
    private final AuditTrail audit;

    RuleController(
            EarningRules rules,
            RuleConditions conditions,
            Programs programs,
            IdempotentRequests idempotent,
            AuditTrail audit) {
        this.rules = rules;
        this.conditions = conditions;
        this.programs = programs;
        this.idempotent = idempotent;
        this.audit = audit;
    }

    /**
     * A new version of a rule.
     *
     * @param condition CEL over {@code purchase}, such as {@code purchase.channel == "POS" && purchase.amountMinor >= 10000}
     * @param points for each full {@code perMinor} of the amount
     * @param perMinor in minor units
     * @param fixedPoints on top, per order; 0 when missing
     * @param orderCap most points of one order; none when missing
     */
    record RuleBody(
            @NotNull @Pattern(regexp = Forms.CODE) String program,
            @NotNull @Pattern(regexp = Forms.CODE) String code,
            @NotBlank @Size(max = 100) String name,
            @NotBlank @Size(max = 2000) String condition,
            @NotNull @Min(0) @Max(LARGEST) Long points,
            @NotNull @Min(1) @Max(LARGEST) Long perMinor,
            @Min(0) @Max(LARGEST) @Nullable Long fixedPoints,
            @Min(1) @Max(LARGEST) @Nullable Long orderCap) {}

    /** A version of a rule. */
    record RuleView(
            String program,
            String code,
            int version,
            EarningRule.State state,
            String name,
            String condition,
            long points,
            long perMinor,
            long fixedPoints,
            @Nullable Long orderCap,
            @Nullable Instant publishedAt) {

        static RuleView of(EarningRule rule) {
            return new RuleView(
                    rule.program(),
                    rule.code(),
                    rule.version(),
                    rule.state(),
                    rule.name(),
                    rule.condition(),
                    rule.points(),
                    rule.perMinor(),
                    rule.fixedPoints(),
                    rule.orderCap(),
                    rule.publishedAt());
        }
    }

    /** All versions of all rules of a programme. */
    record RuleList(List<RuleView> items) {}

    @GetMapping("/loyalty/v1/rules")
    @Operation(summary = "Earning rules with all their versions")
    RuleList list(@RequestParam @Pattern(regexp = Forms.CODE) String program) {
        return new RuleList(rules.all(program).stream().map(RuleView::of).toList());
    }

    @PostMapping("/loyalty/v1/rules")
    @Operation(summary = "Draft a rule, or its next version", description = "Earns nothing before it is published.")
    ResponseEntity<RuleView> draft(
            @Valid @RequestBody RuleBody body,
            @Parameter(description = IdempotentRequests.KEY_HELP)
                    @RequestHeader(name = "Idempotency-Key", required = false)
                    @Nullable
                    String idempotencyKey) {
        verify(body.condition());
        if (programs.find(body.program()).isEmpty()) {
            throw new ProblemException(LoyaltyProblem.PROGRAM_NOT_FOUND);
        }
        return idempotent.once(() -> {
            EarningRule draft = new EarningRule(
                    body.program(),
                    body.code(),
                    1,
                    EarningRule.State.DRAFT,
                    body.name(),
                    body.condition(),
                    body.points(),
                    body.perMinor(),
                    body.fixedPoints() == null ? 0 : body.fixedPoints(),
                    body.orderCap(),
                    null);
            int version = rules.draft(draft, Caller.required().originatingSubject());
            audit.record(AuditEntry.of("rule.draft", body.program() + "/" + body.code() + "/" + version));
            return ResponseEntity.created(URI.create("/loyalty/v1/rules/" + body.code() + "/" + version))
                    .body(RuleView.of(required(body.program(), body.code(), version)));
        });
    }

    @PostMapping("/loyalty/v1/rules/{code}/{version}:publish")
    @Operation(
            summary = "Publish a version",
            description = "Takes the place of the published one, for purchases told from now on.")
    ResponseEntity<RuleView> publish(
            @PathVariable @Pattern(regexp = Forms.CODE) String code,
            @PathVariable @Min(1) int version,
            @RequestParam @Pattern(regexp = Forms.CODE) String program) {
        return idempotent.once(() -> {
            EarningRule rule = required(program, code, version);
            verify(rule.condition());
            rules.publish(program, code, version);
            audit.record(AuditEntry.of("rule.publish", program + "/" + code + "/" + version));
            return ResponseEntity.ok(RuleView.of(required(program, code, version)));
        });
    }

    private EarningRule required(String program, String code, int version) {
        return rules.find(program, code, version)
                .orElseThrow(() -> new ProblemException(LoyaltyProblem.RULE_NOT_FOUND));
    }

    private void verify(String condition) {
        try {
            conditions.verify(condition);
        } catch (RuleConditions.BrokenConditionException e) {
            String rule =
                    "condition-" + e.fault().name().toLowerCase(Locale.ROOT).replace('_', '-');
            throw new ProblemException(LoyaltyProblem.RULE_INVALID, List.of(new FieldProblem("/condition", rule)));
        }
    }
}
