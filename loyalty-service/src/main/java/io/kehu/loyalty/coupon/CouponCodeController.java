package io.kehu.loyalty.coupon;

import io.kehu.loyalty.Forms;
import io.kehu.loyalty.LoyaltyProblem;
import io.kehu.loyalty.MemberReach;
import io.kehu.loyalty.program.ChosenProgram;
import io.kehu.loyalty.program.ProgramChoice;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.merging.MergedNumbers;
import io.kehu.starter.web.page.Cursor;
import io.kehu.starter.web.page.Page;
import io.kehu.starter.web.page.PageRequest;
import io.kehu.starter.web.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What became of codes, for staff and for those who have them, over HTTP. The codes themselves nobody is told. */
@RestController
@Tag(name = "coupon-codes")
class CouponCodeController {

    private static final String HINT = "[2-9A-HJKMNP-Za-hjkmnp-z]{4}";

    private final CodeTable codes;
    private final CouponTable coupons;
    private final ChosenProgram programs;
    private final MemberReach reach;
    private final MergedNumbers merged;
    private final Transactions transactions;
    private final Clock clock;

    CouponCodeController(
            CodeTable codes,
            CouponTable coupons,
            ChosenProgram programs,
            MemberReach reach,
            MergedNumbers merged,
            Transactions transactions,
            Clock clock) {
        this.codes = codes;
        this.coupons = coupons;
        this.programs = programs;
        this.reach = reach;
        this.merged = merged;
        this.transactions = transactions;
        this.clock = clock;
    }

    /**
     * A code as staff see it.
     *
     * @param number customer number it was issued to, or that redeemed it; nobody's when missing
     * @param hint its last four symbols
     * @param reasons why it is refused now, whatever the order; empty when it is not
     * @param order the order it is on
     */
    record CouponCodeView(
            UUID id,
            UUID issue,
            String program,
            String coupon,
            @Nullable String number,
            String hint,
            CodeState state,
            List<Refusal> reasons,
            Instant validFrom,
            @Nullable Instant validTo,
            @Nullable String voidReason,
            @Nullable CouponOrderView order) {

        static CouponCodeView of(IssuedCode code, Instant now) {
            return new CouponCodeView(
                    code.id(),
                    code.issue(),
                    code.coupon().program(),
                    code.coupon().code(),
                    code.number(),
                    code.hint(),
                    code.state(),
                    code.obstacles(now),
                    code.validFrom(),
                    code.validTo(),
                    code.voidReason(),
                    CouponOrderView.of(code.use()));
        }
    }

    /**
     * The order a code is on. Money is in minor units.
     *
     * @param number customer number it came under
     */
    record CouponOrderView(
            String number,
            Channel channel,
            String orderNo,
            long amountMinor,
            String currency,
            long offMinor,
            @Nullable Instant reservedUntil,
            @Nullable Instant redeemedAt) {

        static @Nullable CouponOrderView of(@Nullable CouponUse use) {
            return use == null
                    ? null
                    : new CouponOrderView(
                            use.number(),
                            use.channel(),
                            use.orderNo(),
                            use.amountMinor(),
                            use.currency(),
                            use.offMinor(),
                            use.reservedUntil(),
                            use.redeemedAt());
        }
    }

    /**
     * A coupon of a member. Money is in minor units.
     *
     * @param id to use it by
     * @param coupon code of what it gives
     * @param channels where it is used; everywhere when empty
     * @param hint last four symbols of the code
     * @param usable whether it is good now, for an order that it is for
     */
    record MemberCouponView(
            UUID id,
            String program,
            String coupon,
            String name,
            Worth.Kind kind,
            @Nullable Long valueMinor,
            @Nullable Integer percent,
            @Nullable Long mostMinor,
            @Nullable String gift,
            @Nullable Long leastMinor,
            @Nullable String currency,
            List<Channel> channels,
            String number,
            String hint,
            CodeState state,
            boolean usable,
            Instant validFrom,
            @Nullable Instant validTo,
            @Nullable CouponOrderView order) {

        static MemberCouponView of(IssuedCode code, Instant now) {
            Worth worth = code.coupon().worth();
            return new MemberCouponView(
                    code.id(),
                    code.coupon().program(),
                    code.coupon().code(),
                    code.coupon().name(),
                    worth.kind(),
                    worth.valueMinor(),
                    worth.percent(),
                    worth.mostMinor(),
                    worth.gift(),
                    worth.leastMinor(),
                    worth.currency(),
                    code.coupon().terms().channels(),
                    String.valueOf(code.number()),
                    code.hint(),
                    code.state(),
                    code.obstacles(now).isEmpty(),
                    code.validFrom(),
                    code.validTo(),
                    CouponOrderView.of(code.use()));
        }
    }

    @GetMapping("/loyalty/v1/coupons/{code}/codes")
    @Operation(summary = "The codes of a coupon", description = "Newest first, with why each is refused, if it is.")
    Page<CouponCodeView> list(
            @PathVariable @Pattern(regexp = Forms.CODE) String code,
            @ParameterObject @Valid PageRequest page,
            @ParameterObject @Valid ProgramChoice program,
            @Parameter(description = "Of this customer, under any of their numbers.")
                    @RequestParam(required = false)
                    @Pattern(regexp = Forms.NUMBER)
                    @Nullable
                    String number,
            @Parameter(description = "Last four symbols of the code.")
                    @RequestParam(required = false)
                    @Pattern(regexp = HINT)
                    @Nullable
                    String hint,
            @RequestParam(required = false) @Nullable CodeState state,
            @Parameter(description = "Issued together.") @RequestParam(required = false) @Nullable UUID issue) {
        Cursor before = page.after(1);
        String chosen = programs.of(program).code();
        Instant now = clock.instant();
        CodeTable.Filter filter =
                new CodeTable.Filter(number, hint == null ? null : hint.toUpperCase(Locale.ROOT), state, issue);
        return transactions.read(() -> {
            if (coupons.find(chosen, code).isEmpty()) {
                throw new ProblemException(LoyaltyProblem.COUPON_NOT_FOUND);
            }
            return Page.of(
                            codes.list(
                                    chosen,
                                    code,
                                    filter,
                                    before == null ? null : before.uuid(0),
                                    page.fetch(),
                                    CodeTable.Question.at(now)),
                            page,
                            last -> Cursor.of(last.id()))
                    .map(one -> CouponCodeView.of(one, now));
        });
    }

    @GetMapping("/loyalty/v1/coupon-codes/{id}")
    @Operation(summary = "A code, by its id", description = "With why it is refused, if it is.")
    CouponCodeView code(@PathVariable UUID id) {
        Instant now = clock.instant();
        return codes.find(id, CodeTable.Question.at(now))
                .map(code -> CouponCodeView.of(code, now))
                .orElseThrow(() -> new ProblemException(LoyaltyProblem.COUPON_CODE_NOT_FOUND));
    }

    @GetMapping("/loyalty/v1/members/{number}/coupons")
    @Operation(
            summary = "The coupons of a member",
            description =
                    "Issued to any of their numbers, or redeemed under one; newest first. They are used by their ids.")
    Page<MemberCouponView> ofMember(
            @PathVariable @Pattern(regexp = Forms.NUMBER) String number,
            @ParameterObject @Valid PageRequest page,
            @ParameterObject @Valid ProgramChoice program) {
        reach.require(number);
        Cursor before = page.after(1);
        String chosen = programs.of(program).code();
        Instant now = clock.instant();
        return transactions.read(() -> Page.of(
                        codes.of(
                                chosen,
                                before == null ? null : before.uuid(0),
                                page.fetch(),
                                new CodeTable.Question(now, merged.family(number), null, null)),
                        page,
                        last -> Cursor.of(last.id()))
                .map(code -> MemberCouponView.of(code, now)));
    }
}
