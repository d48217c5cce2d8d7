package io.kehu.loyalty.earning;

import io.kehu.loyalty.Forms;
import io.kehu.loyalty.LoyaltyProblem;
import io.kehu.loyalty.program.ChosenProgram;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.protection.audit.AuditEntry;
import io.kehu.starter.protection.audit.AuditTrail;
import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.idempotency.IdempotentRequests;
import io.kehu.starter.web.page.Cursor;
import io.kehu.starter.web.page.Page;
import io.kehu.starter.web.page.PageRequest;
import io.kehu.starter.web.problem.FieldProblem;
import io.kehu.starter.web.problem.ProblemException;
import io.kehu.starter.web.version.EntityVersion;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Earning rules over HTTP: drafted, published, retired. */
@RestController
@Tag(name = "rules")
class RuleController {

    private static final String IF_MATCH_HELP = "ETag of the draft as it was read, such as `\"1\"`.";

    private final EarningRules rules;
    private final RuleConditions conditions;
    private final RuleFailures failures;
    private final ChosenProgram programs;
    private final IdempotentRequests idempotent;
    private final Transactions transactions;
    private final AuditTrail audit;

    RuleController(
            EarningRules rules,
            RuleConditions conditions,
            RuleFailures failures,
            ChosenProgram programs,
            IdempotentRequests idempotent,
            Transactions transactions,
            AuditTrail audit) {
        this.rules = rules;
        this.conditions = conditions;
        this.failures = failures;
        this.programs = programs;
        this.idempotent = idempotent;
        this.transactions = transactions;
        this.audit = audit;
    }

    @GetMapping("/loyalty/v1/rules")
    @Operation(summary = "Earning rules with all their versions", description = "By code and version.")
    Page<RuleView> list(
            @ParameterObject @Valid PageRequest page,
            @RequestParam @Pattern(regexp = Forms.CODE) String program,
            @Parameter(description = "Only versions that are.") @RequestParam(required = false)
                    EarningRule.@Nullable State state) {
        Cursor after = page.after(2);
        return transactions.read(() -> {
            List<EarningRule> found = rules.list(
                    program,
                    state,
                    after == null ? null : after.text(0),
                    after == null ? 0 : (int) Math.clamp(after.number(1), 0, Integer.MAX_VALUE),
                    page.fetch());
            Map<RuleFailures.Version, RuleFailures.Failures> failed = failures.of(program, found);
            return Page.of(found, page, last -> Cursor.of(last.code(), last.version()))
                    .map(rule -> view(rule, failed));
        });
    }

    @GetMapping("/loyalty/v1/rules/{code}/{version}")
    @Operation(summary = "A version of a rule")
    ResponseEntity<RuleView> rule(
            @PathVariable @Pattern(regexp = Forms.CODE) String code,
            @PathVariable @Min(1) int version,
            @RequestParam @Pattern(regexp = Forms.CODE) String program) {
        return answer(required(program, code, version));
    }

    @PostMapping("/loyalty/v1/rules")
    @Operation(summary = "Draft a rule, or its next version", description = "Earns nothing before it is published.")
    ResponseEntity<RuleView> draft(
            @Valid @RequestBody RuleBody body,
            @Parameter(description = IdempotentRequests.KEY_HELP)
                    @RequestHeader(name = "Idempotency-Key", required = false)
                    @Nullable
                    String idempotencyKey) {
        EarningRule draft = body.draft(1);
        verify(body.condition());
        programs.of(body.program());
        return idempotent.once(() -> {
            int version = rules.draft(draft, Caller.required().originatingSubject());
            audit.record(AuditEntry.of("rule.draft", body.program() + "/" + body.code() + "/" + version));
            URI location =
                    URI.create("/loyalty/v1/rules/" + body.code() + "/" + version + "?program=" + body.program());
            return ResponseEntity.created(location)
                    .eTag(new EntityVersion(1).tag())
                    .body(view(required(body.program(), body.code(), version)));
        });
    }

    @PutMapping("/loyalty/v1/rules/{code}/{version}")
    @Operation(summary = "Replace a draft", description = "Needs If-Match. A published version never changes.")
    ResponseEntity<RuleView> redraft(
            @PathVariable @Pattern(regexp = Forms.CODE) String code,
            @PathVariable @Min(1) int version,
            @Parameter(description = IF_MATCH_HELP) @RequestHeader(name = "If-Match", required = false) @Nullable
                    String ifMatch,
            @Valid @RequestBody RuleBody body) {
        EntityVersion expected = EntityVersion.required(ifMatch);
        if (!body.code().equals(code)) {
            throw ProblemException.field("/code", "as-in-the-path");
        }
        EarningRule draft = body.draft(version);
        verify(body.condition());
        return transactions.call(() -> {
            lockedDraft(body.program(), code, version, expected);
            rules.redraft(draft);
            audit.record(AuditEntry.of("rule.redraft", body.program() + "/" + code + "/" + version));
            return answer(required(body.program(), code, version));
        });
    }

    @DeleteMapping("/loyalty/v1/rules/{code}/{version}")
    @ApiResponse(responseCode = "204", description = "Given up", content = @Content)
    @Operation(summary = "Give up a draft", description = "Needs If-Match. A published version is retired.")
    ResponseEntity<Void> discard(
            @PathVariable @Pattern(regexp = Forms.CODE) String code,
            @PathVariable @Min(1) int version,
            @RequestParam @Pattern(regexp = Forms.CODE) String program,
            @Parameter(description = IF_MATCH_HELP) @RequestHeader(name = "If-Match", required = false) @Nullable
                    String ifMatch) {
        EntityVersion expected = EntityVersion.required(ifMatch);
        return transactions.call(() -> {
            rules.discard(lockedDraft(program, code, version, expected));
            audit.record(AuditEntry.of("rule.discard", program + "/" + code + "/" + version));
            return ResponseEntity.noContent().build();
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
            verify(required(program, code, version).condition());
            rules.publish(program, code, version);
            audit.record(AuditEntry.of("rule.publish", program + "/" + code + "/" + version));
            return answer(required(program, code, version));
        });
    }

    @PostMapping("/loyalty/v1/rules/{code}/{version}:retire")
    @Operation(
            summary = "Retire the published version",
            description =
                    "Purchases told from now on earn nothing by it. What was earned stays, and is taken back with refunds.")
    ResponseEntity<RuleView> retire(
            @PathVariable @Pattern(regexp = Forms.CODE) String code,
            @PathVariable @Min(1) int version,
            @RequestParam @Pattern(regexp = Forms.CODE) String program) {
        return idempotent.once(() -> {
            required(program, code, version);
            if (!rules.retire(program, code, version)) {
                throw new ProblemException(LoyaltyProblem.RULE_NOT_PUBLISHED);
            }
            audit.record(AuditEntry.of("rule.retire", program + "/" + code + "/" + version));
            return answer(required(program, code, version));
        });
    }

    private EarningRule lockedDraft(String program, String code, int version, EntityVersion expected) {
        EarningRule current = rules.lock(program, code, version).orElseThrow(RuleController::notFound);
        expected.mustBe(current.revision(), () -> view(current), List::of);
        if (current.state() != EarningRule.State.DRAFT) {
            throw new ProblemException(LoyaltyProblem.RULE_NOT_DRAFT);
        }
        return current;
    }

    private EarningRule required(String program, String code, int version) {
        return rules.find(program, code, version).orElseThrow(RuleController::notFound);
    }

    private static ProblemException notFound() {
        return new ProblemException(LoyaltyProblem.RULE_NOT_FOUND);
    }

    private ResponseEntity<RuleView> answer(EarningRule rule) {
        return ResponseEntity.ok()
                .eTag(new EntityVersion(rule.revision()).tag())
                .body(view(rule));
    }

    private RuleView view(EarningRule rule) {
        return view(rule, failures.of(rule.program(), List.of(rule)));
    }

    private static RuleView view(EarningRule rule, Map<RuleFailures.Version, RuleFailures.Failures> failed) {
        return RuleView.of(
                rule,
                failed.getOrDefault(new RuleFailures.Version(rule.code(), rule.version()), RuleFailures.Failures.NONE));
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
