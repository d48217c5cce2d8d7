package io.kehu.loyalty.earning;

import io.kehu.loyalty.Forms;
import io.kehu.loyalty.LoyaltyProblem;
import io.kehu.starter.base.TimeOrderedIds;
import io.kehu.starter.protection.audit.AuditEntry;
import io.kehu.starter.protection.audit.AuditTrail;
import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.idempotency.IdempotentRequests;
import io.kehu.starter.web.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Back-tests over HTTP. */
@RestController
@Tag(name = "rules")
class BacktestController {

    private static final Duration LONGEST = Duration.ofDays(366);
    private static final int MOST_WAITING = 20;

    private final BacktestTable table;
    private final EarningRules rules;
    private final IdempotentRequests idempotent;
    private final AuditTrail audit;
    private final Clock clock;

    BacktestController(
            BacktestTable table, EarningRules rules, IdempotentRequests idempotent, AuditTrail audit, Clock clock) {
        this.table = table;
        this.rules = rules;
        this.idempotent = idempotent;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * A period, no longer than 366 days.
     *
     * @param from of purchases that happened then or later
     * @param to of purchases that happened before
     */
    record BacktestBody(@NotNull Instant from, @NotNull Instant to) {}

    /**
     * How a back-test stands.
     *
     * @param rule as it was when this was asked for
     * @param total purchases to be looked at; 0 until it has begun
     * @param done how many of them were
     * @param reason why it failed: {@code time-limit}, or {@code gave-up} after three attempts that were broken off
     */
    record BacktestView(
            UUID id,
            RuleView rule,
            Instant from,
            Instant to,
            Backtest.State state,
            long total,
            long done,
            @Nullable String reason,
            Instant askedAt,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt,
            @Nullable BacktestResult result) {

        static BacktestView of(Backtest backtest) {
            return new BacktestView(
                    backtest.id(),
                    RuleView.of(backtest.rule(), RuleFailures.Failures.NONE),
                    backtest.from(),
                    backtest.to(),
                    backtest.state(),
                    backtest.total(),
                    backtest.done(),
                    backtest.reason(),
                    backtest.askedAt(),
                    backtest.startedAt(),
                    backtest.endedAt(),
                    backtest.result());
        }
    }

    @PostMapping("/loyalty/v1/rules/{code}/{version}:backtest")
    @ApiResponse(responseCode = "202", useReturnTypeSchema = true)
    @Operation(
            summary = "Try a version over recorded purchases",
            description =
                    "Any version, also a draft, beside the other rules that are published. Books nothing. Runs as a job that survives a restart;"
                            + " poll the back-test.")
    ResponseEntity<BacktestView> start(
            @PathVariable @Pattern(regexp = Forms.CODE) String code,
            @PathVariable @Min(1) int version,
            @RequestParam @Pattern(regexp = Forms.CODE) String program,
            @Valid @RequestBody BacktestBody body,
            @Parameter(description = IdempotentRequests.KEY_HELP)
                    @RequestHeader(name = "Idempotency-Key", required = false)
                    @Nullable
                    String idempotencyKey) {
        if (Moments.isFar(body.from()) || Moments.isFar(body.to())) {
            throw ProblemException.field(Moments.isFar(body.from()) ? "/from" : "/to", "far-away");
        }
        if (!body.to().isAfter(body.from())) {
            throw ProblemException.field("/to", "ends-before-it-begins");
        }
        if (Duration.between(body.from(), body.to()).compareTo(LONGEST) > 0) {
            throw ProblemException.field("/to", "period-too-long");
        }
        return idempotent.once(() -> {
            EarningRule rule = rules.find(program, code, version)
                    .orElseThrow(() -> new ProblemException(LoyaltyProblem.RULE_NOT_FOUND));
            if (table.waiting() >= MOST_WAITING) {
                throw new ProblemException(LoyaltyProblem.BACKTESTS_WAITING);
            }
            UUID id = TimeOrderedIds.next();
            table.insert(id, rule, body.from(), body.to(), Caller.required().originatingSubject(), clock.instant());
            audit.record(AuditEntry.of("rule.backtest", program + "/" + code + "/" + version));
            return ResponseEntity.accepted()
                    .location(URI.create("/loyalty/v1/backtests/" + id))
                    .body(required(id));
        });
    }

    @GetMapping("/loyalty/v1/backtests/{id}")
    @Operation(summary = "How a back-test stands", description = "With its result once it is done.")
    BacktestView backtest(@PathVariable UUID id) {
        return required(id);
    }

    private BacktestView required(UUID id) {
        return table.find(id)
                .map(BacktestView::of)
                .orElseThrow(() -> new ProblemException(LoyaltyProblem.BACKTEST_NOT_FOUND));
    }
}
