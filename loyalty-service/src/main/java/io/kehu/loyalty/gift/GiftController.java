package io.kehu.loyalty.gift;

import io.kehu.loyalty.Forms;
import io.kehu.loyalty.LoyaltyProblem;
import io.kehu.loyalty.program.ChosenProgram;
import io.kehu.loyalty.program.ProgramChoice;
import io.kehu.starter.database.Transactions;
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

/** The catalogue of gifts over HTTP. */
@RestController
@Tag(name = "gifts")
class GiftController {

    private static final long LARGEST = 1_000_000_000L;

    private final GiftTable gifts;
    private final ChosenProgram programs;
    private final IdempotentRequests idempotent;
    private final Transactions transactions;
    private final AuditTrail audit;
    private final Clock clock;

    GiftController(
            GiftTable gifts,
            ChosenProgram programs,
            IdempotentRequests idempotent,
            Transactions transactions,
            AuditTrail audit,
            Clock clock) {
        this.gifts = gifts;
        this.programs = programs;
        this.idempotent = idempotent;
        this.transactions = transactions;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * A gift.
     *
     * @param program code; the first one when missing
     * @param points price of one
     * @param stock how many there are
     * @param perCustomer most for one customer; any number when missing
     * @param validFrom when it can be ordered from; at once when missing
     * @param validTo until when; until it is ended when missing
     */
    record GiftBody(
            @Pattern(regexp = Forms.CODE) @Nullable String program,
            @NotNull @Pattern(regexp = Forms.CODE) String code,
            @NotBlank @Size(max = 100) String name,
            @NotNull @Min(1) @Max(LARGEST) Long points,
            @NotNull @Min(0) @Max(LARGEST) Long stock,
            @Min(1) @Max(1_000_000) @Nullable Integer perCustomer,
            @Nullable Instant validFrom,
            @Nullable Instant validTo) {}

    /**
     * Stock that comes or goes.
     *
     * @param added how many more there are, or fewer where it is negative
     */
    record RestockBody(@NotNull @Min(-LARGEST) @Max(LARGEST) Long added) {}

    /**
     * A gift.
     *
     * @param points price of one
     * @param stock how many there are or were, those given away included
     * @param reserved how many of them are promised
     * @param issued how many of them are given away
     * @param available how many can be ordered
     * @param offered whether it can be ordered now, if there are any
     */
    record GiftView(
            String program,
            String code,
            String name,
            long points,
            long stock,
            long reserved,
            long issued,
            long available,
            boolean offered,
            @Nullable Integer perCustomer,
            Instant validFrom,
            @Nullable Instant validTo) {

        static GiftView of(Gift gift, Instant now) {
            return new GiftView(
                    gift.program(),
                    gift.code(),
                    gift.name(),
                    gift.points(),
                    gift.stock(),
                    gift.reserved(),
                    gift.issued(),
                    gift.available(),
                    gift.isOffered(now),
                    gift.perCustomer(),
                    gift.validFrom(),
                    gift.validTo());
        }
    }

    @GetMapping("/loyalty/v1/gifts")
    @Operation(summary = "What points buy", description = "By code.")
    Page<GiftView> list(@ParameterObject @Valid PageRequest page, @ParameterObject @Valid ProgramChoice program) {
        Cursor after = page.after(1);
        return transactions.read(() -> Page.of(
                        gifts.list(programs.of(program).code(), after == null ? null : after.text(0), page.fetch()),
                        page,
                        last -> Cursor.of(last.code()))
                .map(gift -> GiftView.of(gift, clock.instant())));
    }

    @PostMapping("/loyalty/v1/gifts")
    @Operation(summary = "Offer a gift")
    ResponseEntity<GiftView> offer(
            @Valid @RequestBody GiftBody body,
            @Parameter(description = IdempotentRequests.KEY_HELP)
                    @RequestHeader(name = "Idempotency-Key", required = false)
                    @Nullable
                    String idempotencyKey) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Instant from = body.validFrom() == null ? now : body.validFrom();
        if (body.validTo() != null && !body.validTo().isAfter(from)) {
            throw ProblemException.field("/validTo", "ends-before-it-begins");
        }
        String program = programs.of(body.program()).code();
        return idempotent.once(() -> {
            Gift gift = new Gift(
                    program,
                    body.code(),
                    body.name(),
                    body.points(),
                    body.stock(),
                    0,
                    0,
                    body.perCustomer(),
                    from,
                    body.validTo(),
                    null);
            if (!gifts.insert(gift)) {
                throw new ProblemException(LoyaltyProblem.GIFT_EXISTS);
            }
            audit.record(AuditEntry.of("gift.offer", program + "/" + body.code()));
            return ResponseEntity.created(URI.create("/loyalty/v1/gifts/" + body.code()))
                    .body(GiftView.of(gift, now));
        });
    }

    @GetMapping("/loyalty/v1/gifts/{code}")
    @Operation(summary = "A gift")
    GiftView gift(
            @PathVariable @Pattern(regexp = Forms.CODE) String code, @ParameterObject @Valid ProgramChoice program) {
        return view(programs.of(program).code(), code);
    }

    @PostMapping("/loyalty/v1/gifts/{code}:restock")
    @Operation(
            summary = "Add to the stock, or take from it",
            description = "No more can be taken than is neither promised nor given away.")
    ResponseEntity<GiftView> restock(
            @PathVariable @Pattern(regexp = Forms.CODE) String code,
            @ParameterObject @Valid ProgramChoice program,
            @Valid @RequestBody RestockBody body,
            @Parameter(description = IdempotentRequests.KEY_HELP)
                    @RequestHeader(name = "Idempotency-Key", required = false)
                    @Nullable
                    String idempotencyKey) {
        String chosen = programs.of(program).code();
        return idempotent.onceWithKey(() -> {
            view(chosen, code);
            if (!gifts.restock(chosen, code, body.added())) {
                throw new ProblemException(LoyaltyProblem.GIFT_OUT_OF_STOCK);
            }
            audit.record(AuditEntry.of("gift.restock", chosen + "/" + code + "/" + body.added()));
            return ResponseEntity.ok(view(chosen, code));
        });
    }

    @PostMapping("/loyalty/v1/gifts/{code}:end")
    @Operation(summary = "Offer a gift no longer", description = "What is ordered stays ordered.")
    ResponseEntity<GiftView> end(
            @PathVariable @Pattern(regexp = Forms.CODE) String code, @ParameterObject @Valid ProgramChoice program) {
        String chosen = programs.of(program).code();
        return idempotent.once(() -> {
            gifts.end(chosen, code, clock.instant());
            GiftView ended = view(chosen, code);
            audit.record(AuditEntry.of("gift.end", chosen + "/" + code));
            return ResponseEntity.ok(ended);
        });
    }

    private GiftView view(String program, String code) {
        return gifts.find(program, code)
                .map(gift -> GiftView.of(gift, clock.instant()))
                .orElseThrow(() -> new ProblemException(LoyaltyProblem.GIFT_NOT_FOUND));
    }
}
