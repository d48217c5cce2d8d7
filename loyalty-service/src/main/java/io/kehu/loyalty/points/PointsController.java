package io.kehu.loyalty.points;

import io.kehu.loyalty.Forms;
import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.gather.Gathering;
import io.kehu.starter.web.idempotency.IdempotentRequests;
import io.kehu.starter.web.idempotency.KeyedRequest;
import io.kehu.starter.web.idempotency.Reply;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Spending points and giving them back, over HTTP. */
@RestController
@Tag(name = "points")
class PointsController {

    private final RedeemPoints redeemPoints;
    private final Gathering<KeyedRequest<RedeemPoints.Wish>, Reply<TransactionView>> gatheredSpending;
    private final GiveBackPoints giveBackPoints;
    private final IdempotentRequests idempotent;

    PointsController(
            RedeemPoints redeemPoints,
            Gathering<KeyedRequest<RedeemPoints.Wish>, Reply<TransactionView>> gatheredSpending,
            GiveBackPoints giveBackPoints,
            IdempotentRequests idempotent) {
        this.redeemPoints = redeemPoints;
        this.gatheredSpending = gatheredSpending;
        this.giveBackPoints = giveBackPoints;
        this.idempotent = idempotent;
    }

    /**
     * Points to be spent.
     *
     * @param program code; the first one when missing
     * @param points whole points
     * @param businessRef what for, such as the order
     */
    record RedeemBody(
            @Pattern(regexp = Forms.CODE) @Nullable String program,
            @NotNull @Pattern(regexp = Forms.NUMBER) String number,
            @NotNull @Min(1) @Max(Forms.MOST_POINTS) Long points,
            @NotNull @Pattern(regexp = Forms.REF) String businessRef) {}

    /**
     * Points to be given back.
     *
     * @param program code; the first one when missing
     * @param transactionId the transaction that spent them
     * @param points whole points; all that was not given back yet when missing
     * @param businessRef what for, such as the return
     */
    record ReverseBody(
            @Pattern(regexp = Forms.CODE) @Nullable String program,
            @NotNull UUID transactionId,
            @Min(1) @Max(Forms.MOST_POINTS) @Nullable Long points,
            @NotNull @Pattern(regexp = Forms.REF) String businessRef) {}

    /**
     * What was booked to give points back.
     *
     * @param items one transaction per member; several only when those who had spent the points together were unmerged since
     */
    record Reversal(List<TransactionView> items) {}

    @PostMapping("/loyalty/v1/points:redeem")
    @Operation(
            summary = "Spend points",
            description =
                    "Takes them from the lots that expire first. Held points and points past their expiry are not there to be spent.")
    ResponseEntity<TransactionView> redeem(
            @Valid @RequestBody RedeemBody body,
            @Parameter(description = IdempotentRequests.KEY_HELP)
                    @RequestHeader(name = "Idempotency-Key", required = false)
                    @Nullable
                    String idempotencyKey) {
        RedeemPoints.Wish wish =
                redeemPoints.wish(body.program(), body.number(), body.points(), body.businessRef(), actor());
        return gatheredSpending.call(idempotent.keyed(wish)).response();
    }

    @PostMapping("/loyalty/v1/points:reverse")
    @Operation(
            summary = "Give spent points back",
            description =
                    "To the very lots they were taken from, with their dates; of one past its expiry they expire at once, or after the "
                            + "programme's days of grace. What a purchase has earned is taken back by its refund, not here.")
    ResponseEntity<Reversal> reverse(
            @Valid @RequestBody ReverseBody body,
            @Parameter(description = IdempotentRequests.KEY_HELP)
                    @RequestHeader(name = "Idempotency-Key", required = false)
                    @Nullable
                    String idempotencyKey) {
        return idempotent.onceWithKey(() -> ResponseEntity.status(HttpStatus.CREATED)
                .body(new Reversal(giveBackPoints.giveBack(
                        body.program(), body.transactionId(), body.points(), body.businessRef(), actor()))));
    }

    private static String actor() {
        return Caller.required().originatingSubject();
    }
}
