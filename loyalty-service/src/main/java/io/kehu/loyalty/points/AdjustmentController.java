package io.kehu.loyalty.points;

import io.kehu.loyalty.Forms;
import io.kehu.loyalty.LoyaltyProblem;
import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.idempotency.IdempotentRequests;
import io.kehu.starter.web.page.Cursor;
import io.kehu.starter.web.page.Page;
import io.kehu.starter.web.page.PageRequest;
import io.kehu.starter.web.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
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
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Points given or taken by hand, over HTTP. */
@RestController
@Tag(name = "adjustments")
class AdjustmentController {

    private final AdjustPoints adjusting;
    private final Adjustments adjustments;
    private final IdempotentRequests idempotent;

    AdjustmentController(AdjustPoints adjusting, Adjustments adjustments, IdempotentRequests idempotent) {
        this.adjusting = adjusting;
        this.adjustments = adjustments;
        this.idempotent = idempotent;
    }

    /**
     * Points to be given or taken.
     *
     * @param program code; the first one when missing
     * @param points whole points, positive to the member, negative from the member, not 0
     * @param reason in words, shown in the member's statement
     */
    record AdjustBody(
            @Pattern(regexp = Forms.CODE) @Nullable String program,
            @NotNull @Pattern(regexp = Forms.NUMBER) String number,

            @NotNull @Min(-Forms.MOST_POINTS) @Max(Forms.MOST_POINTS)
            Long points,

            @NotBlank @Size(min = 5, max = 300) String reason) {}

    /**
     * An adjustment.
     *
     * @param points positive to the member, negative from the member
     * @param needsSecond whether a second person has to agree
     * @param transactionId what was booked
     */
    record AdjustmentView(
            UUID id,
            String program,
            String number,
            long points,
            String reason,
            Adjustment.State state,
            boolean needsSecond,
            String requestedBy,
            Instant requestedAt,
            @Nullable String decidedBy,
            @Nullable Instant decidedAt,
            @Nullable UUID transactionId) {

        static AdjustmentView of(Adjustment adjustment) {
            return new AdjustmentView(
                    adjustment.id(),
                    adjustment.program(),
                    adjustment.number(),
                    adjustment.points(),
                    adjustment.reason(),
                    adjustment.state(),
                    adjustment.needsSecond(),
                    adjustment.requestedBy(),
                    adjustment.requestedAt(),
                    adjustment.decidedBy(),
                    adjustment.decidedAt(),
                    adjustment.transactionId());
        }
    }

    @PostMapping("/loyalty/v1/points:adjust")
    @Operation(
            summary = "Give or take points by hand",
            description =
                    "Booked at once up to the limit of what one person adjusts within a day; what is more waits for a second person.")
    @ApiResponse(responseCode = "201", description = "Booked")
    @ApiResponse(responseCode = "202", description = "Waits for a second person")
    ResponseEntity<AdjustmentView> adjust(
            @Valid @RequestBody AdjustBody body,
            @Parameter(description = IdempotentRequests.KEY_HELP)
                    @RequestHeader(name = "Idempotency-Key", required = false)
                    @Nullable
                    String idempotencyKey) {
        if (body.points() == 0) {
            throw ProblemException.field("/points", "not-zero");
        }
        return idempotent.onceWithKey(() -> {
            Adjustment adjustment = adjusting.ask(body.program(), body.number(), body.points(), body.reason(), actor());
            HttpStatus status =
                    adjustment.state() == Adjustment.State.BOOKED ? HttpStatus.CREATED : HttpStatus.ACCEPTED;
            return ResponseEntity.status(status)
                    .location(URI.create("/loyalty/v1/adjustments/" + adjustment.id()))
                    .body(AdjustmentView.of(adjustment));
        });
    }

    @GetMapping("/loyalty/v1/adjustments")
    @Operation(summary = "Adjustments that wait for a second person", description = "Oldest first.")
    Page<AdjustmentView> waiting(@ParameterObject @Valid PageRequest page) {
        Cursor after = page.after(1);
        return Page.of(
                        adjustments.waiting(after == null ? null : after.uuid(0), page.fetch()),
                        page,
                        last -> Cursor.of(last.id()))
                .map(AdjustmentView::of);
    }

    @GetMapping("/loyalty/v1/adjustments/{id}")
    @Operation(summary = "An adjustment")
    AdjustmentView adjustment(@PathVariable UUID id) {
        return adjusting
                .found(id)
                .map(AdjustmentView::of)
                .orElseThrow(() -> new ProblemException(LoyaltyProblem.ADJUSTMENT_NOT_FOUND));
    }

    @PostMapping("/loyalty/v1/adjustments/{id}:approve")
    @Operation(summary = "Agree, as a second person", description = "Books the points.")
    ResponseEntity<AdjustmentView> approve(@PathVariable UUID id) {
        return decide(id, adjusting::approve);
    }

    @PostMapping("/loyalty/v1/adjustments/{id}:refuse")
    @Operation(summary = "Refuse, as a second person", description = "Nothing is booked.")
    ResponseEntity<AdjustmentView> refuse(@PathVariable UUID id) {
        return decide(id, adjusting::refuse);
    }

    @PostMapping("/loyalty/v1/adjustments/{id}:withdraw")
    @Operation(summary = "Take back what one asked for", description = "By who asked, as long as nobody has decided.")
    ResponseEntity<AdjustmentView> withdraw(@PathVariable UUID id) {
        return decide(id, adjusting::withdraw);
    }

    private ResponseEntity<AdjustmentView> decide(UUID id, BiFunction<UUID, String, Adjustment> decision) {
        return idempotent.once(() -> ResponseEntity.ok(AdjustmentView.of(decision.apply(id, actor()))));
    }

    private static String actor() {
        return Caller.required().originatingSubject();
    }
}
