package io.kehu.loyalty.program;

import io.kehu.loyalty.Forms;
import io.kehu.loyalty.LoyaltyProblem;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.protection.audit.AuditEntry;
import io.kehu.starter.protection.audit.AuditTrail;
import io.kehu.starter.web.idempotency.IdempotentRequests;
import io.kehu.starter.web.problem.ProblemException;
import io.kehu.starter.web.version.EntityVersion;
import io.kehu.starter.web.version.MergePatch;
import io.kehu.starter.web.version.MergePatches;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.net.URI;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Programmes over HTTP. */
@RestController
@Tag(name = "programs")
class ProgramController {

    private final Programs programs;
    private final IdempotentRequests idempotent;
    private final MergePatches patches;
    private final Transactions transactions;
    private final AuditTrail audit;

    ProgramController(
            Programs programs,
            IdempotentRequests idempotent,
            MergePatches patches,
            Transactions transactions,
            AuditTrail audit) {
        this.programs = programs;
        this.idempotent = idempotent;
        this.patches = patches;
        this.transactions = transactions;
        this.audit = audit;
    }

    /**
     * A programme as callers see it.
     *
     * @param zone IANA time zone whose days and years count
     * @param validMonths how long points last
     * @param restoreGraceDays how long points last that are given back after their expiry
     * @param pendingDays how long points of purchases wait before they can be spent
     * @param pointValueMinor what a point is worth to the books, in minor units
     * @param redemptionRate share of points expected to be redeemed
     * @param notice how members are told before points expire; missing where they are not
     */
    record ProgramView(
            String code,
            String name,
            String zone,
            int validMonths,
            int restoreGraceDays,
            int pendingDays,
            BigDecimal pointValueMinor,
            BigDecimal redemptionRate,
            @Nullable NoticeTerms notice) {

        static ProgramView of(Program program) {
            return new ProgramView(
                    program.code(),
                    program.name(),
                    program.zone().getId(),
                    program.validMonths(),
                    program.restoreGraceDays(),
                    program.pendingDays(),
                    program.worth().pointValueMinor(),
                    program.worth().redemptionRate(),
                    NoticeTerms.of(program));
        }
    }

    /**
     * How members are told before points expire.
     *
     * @param days before the month they expire in, 1 to 90
     * @param graceDays how much longer points last, once, of which nobody could be told
     */
    record NoticeTerms(
            @NotNull @Min(1) @Max(Program.MOST_NOTICE_DAYS) Integer days,
            @NotNull @Min(0) @Max(366) Integer graceDays) {

        static @Nullable NoticeTerms of(Program program) {
            Program.Notice notice = program.notice();
            return notice == null ? null : new NoticeTerms(notice.days(), notice.graceDays());
        }
    }

    /** All programmes. */
    record ProgramList(List<ProgramView> items) {}

    /**
     * A programme as it shall be. Code and zone stay for ever: points, caps and tiers are filed by its days.
     *
     * @param zone IANA time zone whose days and years count, such as {@code Asia/Shanghai}
     * @param validMonths how long points last, 1 to 120; of points earned from now on
     * @param restoreGraceDays how long points last that are given back after their expiry; 0 when missing
     * @param pendingDays how long points of purchases wait before they can be spent, such as until they cannot be returned any more; 0 when
     *     missing
     * @param pointValueMinor what a point is worth to the books, in minor units
     * @param redemptionRate share of points expected to be redeemed, more than 0 to 1
     * @param notice how members are told before points expire; they are not when missing
     */
    record ProgramBody(
            @NotNull @Pattern(regexp = Forms.CODE) String code,
            @NotBlank @Size(max = 100) String name,
            @NotBlank @Size(max = 60) String zone,
            @NotNull @Min(1) @Max(Program.MOST_MONTHS) Integer validMonths,
            @Min(0) @Max(366) @Nullable Integer restoreGraceDays,
            @Min(0) @Max(366) @Nullable Integer pendingDays,

            @NotNull @DecimalMin("0") @Digits(integer = 6, fraction = 6)
            BigDecimal pointValueMinor,

            @NotNull @DecimalMin(value = "0", inclusive = false) @DecimalMax("1") @Digits(integer = 1, fraction = 4)
            BigDecimal redemptionRate,

            @Valid @Nullable NoticeTerms notice) {

        static ProgramBody of(Program program) {
            return new ProgramBody(
                    program.code(),
                    program.name(),
                    program.zone().getId(),
                    program.validMonths(),
                    program.restoreGraceDays(),
                    program.pendingDays(),
                    program.worth().pointValueMinor(),
                    program.worth().redemptionRate(),
                    NoticeTerms.of(program));
        }

        Program program() {
            return new Program(
                    code,
                    name,
                    ZoneId.of(zone),
                    validMonths,
                    restoreGraceDays == null ? 0 : restoreGraceDays,
                    pendingDays == null ? 0 : pendingDays,
                    new Program.Worth(pointValueMinor, redemptionRate),
                    notice == null ? null : new Program.Notice(notice.days(), notice.graceDays()));
        }
    }

    @GetMapping("/loyalty/v1/programs")
    @Operation(summary = "All programmes, by code")
    ProgramList list() {
        return new ProgramList(programs.all().stream().map(ProgramView::of).toList());
    }

    @GetMapping("/loyalty/v1/programs/{code}")
    @Operation(summary = "A programme")
    ResponseEntity<ProgramView> program(@PathVariable @Pattern(regexp = Forms.CODE) String code) {
        return answer(programs.versioned(code).orElseThrow(ProgramController::notFound));
    }

    @PostMapping("/loyalty/v1/programs")
    @Operation(
            summary = "Define a programme",
            description =
                    "It has no rules yet. Purchases recorded before do not earn in it; customers become members with their first points.")
    ResponseEntity<ProgramView> defineProgram(
            @Valid @RequestBody ProgramBody body,
            @Parameter(description = IdempotentRequests.KEY_HELP)
                    @RequestHeader(name = "Idempotency-Key", required = false)
                    @Nullable
                    String idempotencyKey) {
        if (!ZoneId.getAvailableZoneIds().contains(body.zone()) || !programs.knowsZone(body.zone())) {
            throw ProblemException.field("/zone", "time-zone");
        }
        return idempotent.once(() -> {
            if (!programs.define(body.program())) {
                throw new ProblemException(LoyaltyProblem.PROGRAM_EXISTS);
            }
            audit.record(AuditEntry.of("program.define", body.code()));
            return ResponseEntity.created(URI.create("/loyalty/v1/programs/" + body.code()))
                    .eTag(new EntityVersion(1).tag())
                    .body(ProgramView.of(body.program()));
        });
    }

    @PatchMapping(path = "/loyalty/v1/programs/{code}", consumes = MergePatch.MEDIA_TYPE)
    @Operation(
            summary = "Change a programme",
            description =
                    "JSON Merge Patch over `name`, `validMonths`, `restoreGraceDays`, `pointValueMinor` and `redemptionRate`; code and zone"
                            + " stay. Points that exist keep their dates; reports use value and share as they are now. Needs If-Match.")
    ResponseEntity<ProgramView> changeProgram(
            @PathVariable @Pattern(regexp = Forms.CODE) String code,
            @Parameter(description = "ETag of the programme as it was read, such as `\"1\"`.")
                    @RequestHeader(name = "If-Match", required = false)
                    @Nullable
                    String ifMatch,
            @RequestBody MergePatch patch) {
        EntityVersion expected = EntityVersion.required(ifMatch);
        return transactions.call(() -> {
            Programs.Versioned current = programs.lock(code).orElseThrow(ProgramController::notFound);
            expected.mustBe(current.version(), () -> ProgramView.of(current.program()), List::of);
            ProgramBody before = ProgramBody.of(current.program());
            ProgramBody after = patches.apply(patch, before, ProgramBody.class);
            if (!after.code().equals(before.code())) {
                throw ProblemException.field("/code", "stays");
            }
            if (!after.zone().equals(before.zone())) {
                throw ProblemException.field("/zone", "stays");
            }
            programs.change(after.program());
            audit.record(AuditEntry.of("program.change", code, patch.members().toArray(String[]::new)));
            return answer(programs.versioned(code).orElseThrow(ProgramController::notFound));
        });
    }

    private static ResponseEntity<ProgramView> answer(Programs.Versioned found) {
        return ResponseEntity.ok()
                .eTag(new EntityVersion(found.version()).tag())
                .body(ProgramView.of(found.program()));
    }

    private static ProblemException notFound() {
        return new ProblemException(LoyaltyProblem.PROGRAM_NOT_FOUND);
    }
}
