package io.kehu.loyalty.coupon;

import io.kehu.loyalty.Forms;
import io.kehu.loyalty.MemberReach;
import io.kehu.loyalty.program.ChosenProgram;
import io.kehu.loyalty.program.Program;
import io.kehu.starter.protection.audit.AuditEntry;
import io.kehu.starter.protection.audit.AuditTrail;
import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.idempotency.IdempotentRequests;
import io.kehu.starter.web.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Codes on orders over HTTP. Codes are in bodies only, where no log has them. */
@RestController
@Tag(name = "coupon-codes")
class CouponUseController {

    private static final long SHORTEST = 10;
    private static final long LONGEST = 604_800;
    private static final int LONGEST_CODE = 100;
    private static final String REFUSED =
            " Whatever is wrong with a code, it is refused in the same words; after ten within ten minutes the answer is 429.";

    private final UseCoupons using;
    private final AttemptBudget attempts;
    private final ChosenProgram programs;
    private final MemberReach reach;
    private final IdempotentRequests idempotent;
    private final AuditTrail audit;

    CouponUseController(
            UseCoupons using,
            AttemptBudget attempts,
            ChosenProgram programs,
            MemberReach reach,
            IdempotentRequests idempotent,
            AuditTrail audit) {
        this.using = using;
        this.attempts = attempts;
        this.programs = programs;
        this.reach = reach;
        this.idempotent = idempotent;
        this.audit = audit;
    }

    /**
     * A coupon for an order, by its code or, where it is the customer's, by its id.
     *
     * @param program code; the first one when missing
     * @param code as it was typed: case, hyphens and spaces do not matter
     * @param id of the coupon instead of the code
     * @param number whoever uses it
     * @param amountMinor what the order comes to before the coupon, in minor units
     * @param currency ISO 4217
     * @param seconds how long it is kept, seven days at most; half an hour when missing
     */
    record CouponReserveBody(
            @Pattern(regexp = Forms.CODE) @Nullable String program,
            @Size(max = LONGEST_CODE) @Nullable String code,
            @Nullable UUID id,
            @NotNull @Pattern(regexp = Forms.NUMBER) String number,
            @NotNull Channel channel,
            @NotNull @Pattern(regexp = Forms.REF) String orderNo,
            @NotNull @Min(0) @Max(CouponBody.MOST_MINOR) Long amountMinor,
            @NotNull @Pattern(regexp = CouponBody.CURRENCY) String currency,
            @Min(SHORTEST) @Max(LONGEST) @Nullable Long seconds) {}

    /**
     * A coupon for an order, by its code or, where it is the customer's or kept for the order, by its id.
     *
     * @param program code; the first one when missing
     * @param code as it was typed: case, hyphens and spaces do not matter
     * @param id of the coupon instead of the code
     * @param number whoever uses it
     * @param amountMinor what the order comes to before the coupon, in minor units
     * @param currency ISO 4217
     */
    record CouponRedeemBody(
            @Pattern(regexp = Forms.CODE) @Nullable String program,
            @Size(max = LONGEST_CODE) @Nullable String code,
            @Nullable UUID id,
            @NotNull @Pattern(regexp = Forms.NUMBER) String number,
            @NotNull Channel channel,
            @NotNull @Pattern(regexp = Forms.REF) String orderNo,
            @NotNull @Min(0) @Max(CouponBody.MOST_MINOR) Long amountMinor,
            @NotNull @Pattern(regexp = CouponBody.CURRENCY) String currency) {}

    /**
     * A coupon and the order it is on.
     *
     * @param program code; the first one when missing
     * @param code as it was typed
     * @param id of the coupon instead of the code
     */
    record CouponOrderBody(
            @Pattern(regexp = Forms.CODE) @Nullable String program,
            @Size(max = LONGEST_CODE) @Nullable String code,
            @Nullable UUID id,
            @NotNull @Pattern(regexp = Forms.NUMBER) String number,
            @NotNull Channel channel,
            @NotNull @Pattern(regexp = Forms.REF) String orderNo) {}

    /**
     * A coupon that is to be good for nothing any more.
     *
     * @param program code; the first one when missing
     * @param code as it was typed
     * @param id of the coupon instead of the code
     * @param reason for those who look it up later
     */
    record CouponVoidBody(
            @Pattern(regexp = Forms.CODE) @Nullable String program,
            @Size(max = LONGEST_CODE) @Nullable String code,
            @Nullable UUID id,
            @NotNull @Pattern(regexp = Forms.REF) String reason) {}

    /**
     * A coupon that is void.
     *
     * @param hint last four symbols of the code
     */
    record CouponVoidView(UUID id, String program, String coupon, String hint, CodeState state) {}

    @PostMapping("/loyalty/v1/coupon-codes:reserve")
    @Operation(
            summary = "Keep a coupon for an order",
            description = "Nobody else uses it until it is redeemed or released, or its time is over." + REFUSED)
    ResponseEntity<CouponUseView> reserve(
            @Valid @RequestBody CouponReserveBody body,
            @Parameter(description = IdempotentRequests.KEY_HELP)
                    @RequestHeader(name = "Idempotency-Key", required = false)
                    @Nullable
                    String idempotencyKey) {
        Claim claim = claim(body.code(), body.id(), body.number(), body.channel(), body.orderNo());
        Claim.Bill bill = new Claim.Bill(body.amountMinor(), body.currency());
        Duration lasting = body.seconds() == null ? Coupon.USUAL_RESERVATION : Duration.ofSeconds(body.seconds());
        return use(body.program(), program -> using.reserve(program, claim, bill, lasting));
    }

    @PostMapping("/loyalty/v1/coupon-codes:redeem")
    @Operation(
            summary = "Redeem a coupon",
            description =
                    "One that is kept for the order, or a free one in one step. What comes off is worked out of the amount that is given "
                            + "now." + REFUSED)
    ResponseEntity<CouponUseView> redeem(
            @Valid @RequestBody CouponRedeemBody body,
            @Parameter(description = IdempotentRequests.KEY_HELP)
                    @RequestHeader(name = "Idempotency-Key", required = false)
                    @Nullable
                    String idempotencyKey) {
        Claim claim = claim(body.code(), body.id(), body.number(), body.channel(), body.orderNo());
        Claim.Bill bill = new Claim.Bill(body.amountMinor(), body.currency());
        return use(body.program(), program -> using.redeem(program, claim, bill));
    }

    @PostMapping("/loyalty/v1/coupon-codes:release")
    @Operation(summary = "Let a coupon go that an order keeps", description = "It can be used again." + REFUSED)
    ResponseEntity<CouponUseView> release(
            @Valid @RequestBody CouponOrderBody body,
            @Parameter(description = IdempotentRequests.KEY_HELP)
                    @RequestHeader(name = "Idempotency-Key", required = false)
                    @Nullable
                    String idempotencyKey) {
        Claim claim = claim(body.code(), body.id(), body.number(), body.channel(), body.orderNo());
        return use(body.program(), program -> using.release(program, claim));
    }

    @PostMapping("/loyalty/v1/coupon-codes:return")
    @Operation(
            summary = "Give a redeemed coupon back",
            description =
                    "When the order was cancelled. It can be used again while it is valid, unless its issue was made void; its dates stay."
                            + REFUSED)
    ResponseEntity<CouponUseView> takeBack(
            @Valid @RequestBody CouponOrderBody body,
            @Parameter(description = IdempotentRequests.KEY_HELP)
                    @RequestHeader(name = "Idempotency-Key", required = false)
                    @Nullable
                    String idempotencyKey) {
        Claim claim = claim(body.code(), body.id(), body.number(), body.channel(), body.orderNo());
        return use(body.program(), program -> {
            UseCoupons.Used used = using.takeBack(program, claim);
            audit.record(AuditEntry.of("coupon.return", used.code().id().toString()));
            return used;
        });
    }

    @PostMapping("/loyalty/v1/coupon-codes:void")
    @Operation(
            summary = "Make a coupon void",
            description = "For good, also when an order keeps it. What is redeemed is returned first." + REFUSED)
    ResponseEntity<CouponVoidView> makeVoid(
            @Valid @RequestBody CouponVoidBody body,
            @Parameter(description = IdempotentRequests.KEY_HELP)
                    @RequestHeader(name = "Idempotency-Key", required = false)
                    @Nullable
                    String idempotencyKey) {
        verify(body.code(), body.id());
        Program program = programs.of(body.program());
        return attempts.spend(() -> idempotent.onceWithKey(() -> {
            IssuedCode code = using.makeVoid(program, body.code(), body.id(), body.reason(), actor());
            audit.record(AuditEntry.of("coupon.void", code.id().toString()).because(body.reason()));
            return ResponseEntity.ok(new CouponVoidView(
                    code.id(), code.coupon().program(), code.coupon().code(), code.hint(), code.state()));
        }));
    }

    private ResponseEntity<CouponUseView> use(@Nullable String code, Function<Program, UseCoupons.Used> step) {
        Program program = programs.of(code);
        return attempts.spend(
                () -> idempotent.onceWithKey(() -> ResponseEntity.ok(CouponUseView.of(step.apply(program)))));
    }

    private Claim claim(@Nullable String code, @Nullable UUID id, String number, Channel channel, String orderNo) {
        verify(code, id);
        reach.require(number);
        return new Claim(code, id, number, channel, orderNo, actor());
    }

    private static void verify(@Nullable String code, @Nullable UUID id) {
        if ((code == null) == (id == null)) {
            throw ProblemException.field("/code", "code-or-id");
        }
    }

    private static String actor() {
        return Caller.required().originatingSubject();
    }
}
