package io.kehu.loyalty.referral;

import io.kehu.loyalty.Forms;
import io.kehu.loyalty.LoyaltyProblem;
import io.kehu.loyalty.MemberReach;
import io.kehu.loyalty.ledger.MemberAccounts;
import io.kehu.loyalty.program.ChosenProgram;
import io.kehu.loyalty.program.Program;
import io.kehu.loyalty.program.ProgramChoice;
import io.kehu.starter.merging.MergedNumbers;
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
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Who brought whom, over HTTP. */
@RestController
@Tag(name = "referrals")
class ReferralController {

    private final ReferralTable referrals;
    private final ReferCustomers referCustomers;
    private final ChosenProgram programs;
    private final MemberAccounts members;
    private final MemberReach reach;
    private final MergedNumbers mergedNumbers;
    private final IdempotentRequests idempotent;

    ReferralController(
            ReferralTable referrals,
            ReferCustomers referCustomers,
            ChosenProgram programs,
            MemberAccounts members,
            MemberReach reach,
            MergedNumbers mergedNumbers,
            IdempotentRequests idempotent) {
        this.referrals = referrals;
        this.referCustomers = referCustomers;
        this.programs = programs;
        this.members = members;
        this.reach = reach;
        this.mergedNumbers = mergedNumbers;
        this.idempotent = idempotent;
    }

    /**
     * Somebody who was brought.
     *
     * @param program code; the first one when missing
     * @param offer code
     * @param referrer number of who brought somebody
     * @param referee number of who was brought; members name themselves
     */
    record ReferralBody(
            @Pattern(regexp = Forms.CODE) @Nullable String program,
            @NotNull @Pattern(regexp = Forms.CODE) String offer,
            @NotNull @Pattern(regexp = Forms.NUMBER) String referrer,
            @NotNull @Pattern(regexp = Forms.NUMBER) String referee) {}

    /**
     * Who brought whom, and what became of it.
     *
     * @param referee missing where a member asks: who somebody brought is nobody else's business
     * @param state {@code OPEN}: waits for the first purchase; {@code EARNED}; {@code REFUSED}: there was one, and nobody got anything;
     *     {@code LAPSED}: there was none in time; {@code REVERSED}: it came back
     * @param reason why nobody got anything
     */
    record ReferralView(
            UUID id,
            String program,
            String offer,
            String referrer,
            @Nullable String referee,
            Referral.State state,
            @Nullable String reason,
            @Nullable UUID referrerTransactionId,
            @Nullable UUID refereeTransactionId,
            Instant createdAt) {

        static ReferralView of(Referral referral, boolean toEverybody) {
            return new ReferralView(
                    referral.id(),
                    referral.program(),
                    referral.offer(),
                    referral.referrer(),
                    toEverybody ? referral.referee() : null,
                    referral.state(),
                    referral.reason(),
                    referral.referrerTx(),
                    toEverybody ? referral.refereeTx() : null,
                    referral.createdAt());
        }
    }

    @PostMapping("/loyalty/v1/referrals")
    @Operation(
            summary = "Note who brought a customer",
            description =
                    "A customer is brought once, while they are new and have bought nothing, and not by themselves. Points come with their "
                            + "first purchase.")
    ResponseEntity<ReferralView> refer(
            @Valid @RequestBody ReferralBody body,
            @Parameter(description = IdempotentRequests.KEY_HELP)
                    @RequestHeader(name = "Idempotency-Key", required = false)
                    @Nullable
                    String idempotencyKey) {
        reach.require(body.referee());
        return idempotent.onceWithKey(() -> {
            Program program = programs.of(body.program());
            ReferralOffer offer = referrals
                    .offer(program.code(), body.offer())
                    .orElseThrow(() -> new ProblemException(LoyaltyProblem.REFERRAL_OFFER_NOT_FOUND));
            Referral referral = referCustomers.refer(
                    program,
                    offer,
                    body.referrer(),
                    body.referee(),
                    Caller.required().originatingSubject());
            return ResponseEntity.created(URI.create("/loyalty/v1/referrals/" + referral.id()))
                    .body(view(referral));
        });
    }

    @GetMapping("/loyalty/v1/referrals/{id}")
    @Operation(summary = "A referral")
    ReferralView referral(@PathVariable UUID id) {
        return referrals
                .find(id)
                .map(this::view)
                .orElseThrow(() -> new ProblemException(LoyaltyProblem.REFERRAL_NOT_FOUND));
    }

    @GetMapping("/loyalty/v1/members/{number}/referrals")
    @Operation(summary = "Whom a member brought", description = "Newest first.")
    Page<ReferralView> broughtBy(
            @PathVariable @Pattern(regexp = Forms.NUMBER) String number,
            @ParameterObject @Valid PageRequest page,
            @ParameterObject @Valid ProgramChoice program) {
        reach.require(number);
        String chosen = programs.of(program).code();
        members.require(chosen, number);
        Cursor after = page.after(1);
        return Page.of(
                        referrals.broughtBy(
                                chosen,
                                mergedNumbers.family(number),
                                after == null ? null : after.uuid(0),
                                page.fetch()),
                        page,
                        last -> Cursor.of(last.id()))
                .map(this::view);
    }

    private ReferralView view(Referral referral) {
        return ReferralView.of(referral, reach.isEverybodys());
    }
}
