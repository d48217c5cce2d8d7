package io.kehu.loyalty.referral;

import io.kehu.loyalty.Forms;
import io.kehu.loyalty.LoyaltyProblem;
import io.kehu.loyalty.activity.SettleActivities;
import io.kehu.loyalty.program.ChosenProgram;
import io.kehu.loyalty.program.Program;
import io.kehu.loyalty.program.ProgramChoice;
import io.kehu.starter.protection.audit.AuditEntry;
import io.kehu.starter.protection.audit.AuditTrail;
import io.kehu.starter.web.idempotency.IdempotentRequests;
import io.kehu.starter.web.page.Cursor;
import io.kehu.starter.web.page.Page;
import io.kehu.starter.web.page.PageRequest;
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

/** What members get for new customers, over HTTP. */
@RestController
@Tag(name = "referrals")
class ReferralOfferController {

    private static final long MOST_MINOR = 1_000_000_000_000L;

    private final ReferralTable referrals;
    private final SettleActivities activities;
    private final ChosenProgram programs;
    private final IdempotentRequests idempotent;
    private final AuditTrail audit;
    private final Clock clock;

    ReferralOfferController(
            ReferralTable referrals,
            SettleActivities activities,
            ChosenProgram programs,
            IdempotentRequests idempotent,
            AuditTrail audit,
            Clock clock) {
        this.referrals = referrals;
        this.activities = activities;
        this.programs = programs;
        this.idempotent = idempotent;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * What a member gets for a new customer.
     *
     * @param program code; the first one when missing
     * @param referrerActivity code of the activity the member earns by: its points and its caps
     * @param refereeActivity code of the activity the new customer earns by; they get nothing when missing
     * @param leastMinor least amount of the first purchase that counts, in minor units, less what of it came back
     * @param withinDays how new the customer is, and how long they have to buy something, 1 to 366
     * @param validFrom when somebody can be brought from on; at once when missing
     * @param validTo until when; until it is ended when missing
     */
    record ReferralOfferBody(
            @Pattern(regexp = Forms.CODE) @Nullable String program,
            @NotNull @Pattern(regexp = Forms.CODE) String code,
            @NotBlank @Size(max = 100) String name,
            @NotNull @Pattern(regexp = Forms.CODE) String referrerActivity,
            @Pattern(regexp = Forms.CODE) @Nullable String refereeActivity,
            @NotNull @Min(1) @Max(MOST_MINOR) Long leastMinor,
            @NotNull @Min(1) @Max(366) Integer withinDays,
            @Nullable Instant validFrom,
            @Nullable Instant validTo) {}

    /** What a member gets for a new customer. */
    record ReferralOfferView(
            String program,
            String code,
            String name,
            String referrerActivity,
            @Nullable String refereeActivity,
            long leastMinor,
            int withinDays,
            Instant validFrom,
            @Nullable Instant validTo,
            boolean on) {

        static ReferralOfferView of(ReferralOffer offer, Instant now) {
            return new ReferralOfferView(
                    offer.program(),
                    offer.code(),
                    offer.name(),
                    offer.referrerActivity(),
                    offer.refereeActivity(),
                    offer.leastMinor(),
                    offer.withinDays(),
                    offer.validFrom(),
                    offer.validTo(),
                    offer.isOn(now));
        }
    }

    @GetMapping("/loyalty/v1/referral-offers")
    @Operation(summary = "What members get for new customers", description = "By code.")
    Page<ReferralOfferView> list(
            @ParameterObject @Valid PageRequest page, @ParameterObject @Valid ProgramChoice program) {
        Cursor after = page.after(1);
        return Page.of(
                        referrals.offers(
                                programs.of(program).code(), after == null ? null : after.text(0), page.fetch()),
                        page,
                        last -> Cursor.of(last.code()))
                .map(offer -> ReferralOfferView.of(offer, clock.instant()));
    }

    @PostMapping("/loyalty/v1/referral-offers")
    @Operation(summary = "Offer something for new customers")
    ResponseEntity<ReferralOfferView> offer(
            @Valid @RequestBody ReferralOfferBody body,
            @Parameter(description = IdempotentRequests.KEY_HELP)
                    @RequestHeader(name = "Idempotency-Key", required = false)
                    @Nullable
                    String idempotencyKey) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Instant from = body.validFrom() == null ? now : body.validFrom();
        if (body.validTo() != null && !body.validTo().isAfter(from)) {
            throw ProblemException.field("/validTo", "ends-before-it-begins");
        }
        Program program = programs.of(body.program());
        requireFixed(program, body.referrerActivity(), "/referrerActivity");
        requireFixed(program, body.refereeActivity(), "/refereeActivity");
        ReferralOffer offer = new ReferralOffer(
                program.code(),
                body.code(),
                body.name(),
                body.referrerActivity(),
                body.refereeActivity(),
                body.leastMinor(),
                body.withinDays(),
                from,
                body.validTo(),
                null);
        return idempotent.once(() -> {
            if (!referrals.insert(offer)) {
                throw new ProblemException(LoyaltyProblem.REFERRAL_OFFER_EXISTS);
            }
            audit.record(AuditEntry.of("referral-offer.define", program.code() + "/" + body.code()));
            return ResponseEntity.created(URI.create("/loyalty/v1/referral-offers/" + body.code()))
                    .body(ReferralOfferView.of(offer, now));
        });
    }

    @PostMapping("/loyalty/v1/referral-offers/{code}:end")
    @Operation(summary = "Offer it no longer", description = "Who was brought before still counts.")
    ResponseEntity<ReferralOfferView> end(
            @PathVariable @Pattern(regexp = Forms.CODE) String code, @ParameterObject @Valid ProgramChoice program) {
        String chosen = programs.of(program).code();
        return idempotent.once(() -> {
            referrals.end(chosen, code, clock.instant());
            audit.record(AuditEntry.of("referral-offer.end", chosen + "/" + code));
            return ResponseEntity.ok(referrals
                    .offer(chosen, code)
                    .map(offer -> ReferralOfferView.of(offer, clock.instant()))
                    .orElseThrow(() -> new ProblemException(LoyaltyProblem.REFERRAL_OFFER_NOT_FOUND)));
        });
    }

    private void requireFixed(Program program, @Nullable String activity, String pointer) {
        if (activity != null && !activities.isFixed(program, activity)) {
            throw ProblemException.field(pointer, "activity-with-points");
        }
    }
}
