package io.kehu.loyalty.coupon;

import io.kehu.loyalty.Forms;
import io.kehu.loyalty.LoyaltyProblem;
import io.kehu.loyalty.program.ChosenProgram;
import io.kehu.loyalty.program.ProgramChoice;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.protection.audit.AuditEntry;
import io.kehu.starter.protection.audit.AuditTrail;
import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.idempotency.IdempotentRequests;
import io.kehu.starter.web.page.Cursor;
import io.kehu.starter.web.page.Page;
import io.kehu.starter.web.page.PageRequest;
import io.kehu.starter.web.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** What coupons there are, over HTTP. */
@RestController
@Tag(name = "coupons")
class CouponController {

    private final CouponTable coupons;
    private final ChosenProgram programs;
    private final IdempotentRequests idempotent;
    private final Transactions transactions;
    private final AuditTrail audit;
    private final Clock clock;

    CouponController(
            CouponTable coupons,
            ChosenProgram programs,
            IdempotentRequests idempotent,
            Transactions transactions,
            AuditTrail audit,
            Clock clock) {
        this.coupons = coupons;
        this.programs = programs;
        this.idempotent = idempotent;
        this.transactions = transactions;
        this.audit = audit;
        this.clock = clock;
    }

    @GetMapping("/loyalty/v1/coupons")
    @Operation(summary = "What coupons there are", description = "By code.")
    Page<CouponView> list(@ParameterObject @Valid PageRequest page, @ParameterObject @Valid ProgramChoice program) {
        Cursor after = page.after(1);
        return transactions.read(() -> Page.of(
                        coupons.list(programs.of(program).code(), after == null ? null : after.text(0), page.fetch()),
                        page,
                        last -> Cursor.of(last.code()))
                .map(coupon -> CouponView.of(coupon, clock.instant())));
    }

    @PostMapping("/loyalty/v1/coupons")
    @Operation(
            summary = "Define a coupon",
            description = "It stays what it is; end it and define another one to change it.")
    ResponseEntity<CouponView> define(
            @Valid @RequestBody CouponBody body,
            @Parameter(description = IdempotentRequests.KEY_HELP)
                    @RequestHeader(name = "Idempotency-Key", required = false)
                    @Nullable
                    String idempotencyKey) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Coupon coupon = body.toCoupon(programs.of(body.program()).code(), now);
        return idempotent.once(() -> {
            if (!coupons.insert(coupon, Caller.required().originatingSubject(), now)) {
                throw new ProblemException(LoyaltyProblem.COUPON_EXISTS);
            }
            audit.record(AuditEntry.of("coupon.define", coupon.program() + "/" + coupon.code()));
            return ResponseEntity.created(URI.create("/loyalty/v1/coupons/" + coupon.code()))
                    .body(CouponView.of(coupon, now));
        });
    }

    @GetMapping("/loyalty/v1/coupons/{code}")
    @Operation(summary = "A coupon")
    CouponView coupon(
            @PathVariable @Pattern(regexp = Forms.CODE) String code, @ParameterObject @Valid ProgramChoice program) {
        return view(programs.of(program).code(), code);
    }

    @PostMapping("/loyalty/v1/coupons/{code}:end")
    @Operation(
            summary = "End a coupon",
            description = "No code of it is issued or goes on an order any more; what orders keep is still redeemed.")
    ResponseEntity<CouponView> end(
            @PathVariable @Pattern(regexp = Forms.CODE) String code,
            @ParameterObject @Valid ProgramChoice program,
            @Parameter(description = IdempotentRequests.KEY_HELP)
                    @RequestHeader(name = "Idempotency-Key", required = false)
                    @Nullable
                    String idempotencyKey) {
        String chosen = programs.of(program).code();
        return idempotent.once(() -> {
            coupons.end(chosen, code, clock.instant());
            CouponView ended = view(chosen, code);
            audit.record(AuditEntry.of("coupon.end", chosen + "/" + code));
            return ResponseEntity.ok(ended);
        });
    }

    private CouponView view(String program, String code) {
        return coupons.find(program, code)
                .map(coupon -> CouponView.of(coupon, clock.instant()))
                .orElseThrow(() -> new ProblemException(LoyaltyProblem.COUPON_NOT_FOUND));
    }
}
