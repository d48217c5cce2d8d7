package io.kehu.loyalty.points;

import io.kehu.loyalty.Forms;
import io.kehu.loyalty.activity.SettleActivities;
import io.kehu.loyalty.program.ChosenProgram;
import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.gather.Gathering;
import io.kehu.starter.web.idempotency.IdempotentRequests;
import io.kehu.starter.web.idempotency.KeyedRequest;
import io.kehu.starter.web.idempotency.Reply;
import io.kehu.starter.web.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Earning and spending points, and taking both back, over HTTP. */
@RestController
@Tag(name = "points")
class PointsController {

    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);
    private static final Duration LATEST = Duration.ofDays(31);

    private final ChosenProgram programs;
    private final Gathering<KeyedRequest<PointsWish>, Reply<TransactionView>> gatheredBooking;
    private final BookPoints bookPoints;
    private final GiveBackPoints giveBackPoints;
    private final IdempotentRequests idempotent;
    private final Clock clock;

    PointsController(
            ChosenProgram programs,
            Gathering<KeyedRequest<PointsWish>, Reply<TransactionView>> gatheredBooking,
            BookPoints bookPoints,
            GiveBackPoints giveBackPoints,
            IdempotentRequests idempotent,
            Clock clock) {
        this.programs = programs;
        this.gatheredBooking = gatheredBooking;
        this.bookPoints = bookPoints;
        this.giveBackPoints = giveBackPoints;
        this.idempotent = idempotent;
        this.clock = clock;
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
            @NotNull @Pattern(regexp = Forms.REF) String businessRef) {

        PointsWish wish(ChosenProgram programs, String actor, Instant now) {
            return PointsWish.spend(programs.code(program), number, points, businessRef, actor, now);
        }
    }

    /**
     * Points to be earned.
     *
     * @param program code; the first one when missing
     * @param activity code of what the member did
     * @param points whole points; where the activity does not say how many
     * @param businessRef which time it was, such as the day of a check-in: the same one earns once
     * @param occurredAt when it was done, at most 31 days ago; now when missing
     */
    record EarnBody(
            @Pattern(regexp = Forms.CODE) @Nullable String program,
            @NotNull @Pattern(regexp = Forms.NUMBER) String number,
            @NotNull @Pattern(regexp = Forms.CODE) String activity,
            @Min(1) @Max(Forms.MOST_POINTS) @Nullable Long points,
            @NotNull @Pattern(regexp = Forms.REF) String businessRef,
            @Nullable Instant occurredAt) {}

    /** What an item of a batch wants. */
    enum PointsAction {
        EARN,
        REDEEM
    }

    /**
     * One of many.
     *
     * @param activity code, for {@code EARN}
     * @param points whole points; may be missing for an activity that says how many
     * @param businessRef what for
     * @param occurredAt for {@code EARN}: when it was done, at most 31 days ago; now when missing
     */
    record PointsItem(
            @NotNull PointsAction action,
            @NotNull @Pattern(regexp = Forms.NUMBER) String number,
            @Pattern(regexp = Forms.CODE) @Nullable String activity,
            @Min(1) @Max(Forms.MOST_POINTS) @Nullable Long points,
            @NotNull @Pattern(regexp = Forms.REF) String businessRef,
            @Nullable Instant occurredAt) {}

    /**
     * Up to 1,000 of one programme.
     *
     * @param program code; the first one when missing
     */
    record PointsBatch(
            @Pattern(regexp = Forms.CODE) @Nullable String program,
            @NotEmpty @Size(max = 1_000) List<@NotNull @Valid PointsItem> items) {}

    /** What became of an item. */
    enum PointsResult {
        BOOKED,
        REFUSED
    }

    /**
     * What became of an item.
     *
     * @param input place in the request, from 0
     * @param problem end of the problem's {@code type} address; see docs/problems.md
     */
    record PointsItemResult(
            int input,
            PointsResult result,
            @Nullable TransactionView transaction,
            @Nullable String problem) {}

    /** What became of each, in the order of the request. */
    record PointsBatchResult(List<PointsItemResult> items) {}

    /**
     * Points to be given back.
     *
     * @param program code; the first one when missing
     * @param transactionId the transaction that spent them, in which an activity earned them, or an import brought them
     * @param points whole points; all that was not given back yet when missing
     * @param businessRef what for, such as the return
     */
    record ReverseBody(
            @Pattern(regexp = Forms.CODE) @Nullable String program,
            @NotNull UUID transactionId,
            @Min(1) @Max(Forms.MOST_POINTS) @Nullable Long points,
            @NotNull @Pattern(regexp = Forms.REF) String businessRef) {}

    /**
     * What was booked.
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
        PointsWish wish = body.wish(programs, actor(), clock.instant());
        return gatheredBooking.call(idempotent.keyed(wish)).response();
    }

    @PostMapping("/loyalty/v1/points:earn")
    @Operation(
            summary = "Earn points by an activity",
            description =
                    "What a member did earns once for the same businessRef, whatever the key, and not beyond the caps of the activity, "
                            + "under all numbers of the member. Purchases earn by their events, not here.")
    ResponseEntity<TransactionView> earn(
            @Valid @RequestBody EarnBody body,
            @Parameter(description = IdempotentRequests.KEY_HELP)
                    @RequestHeader(name = "Idempotency-Key", required = false)
                    @Nullable
                    String idempotencyKey) {
        PointsWish wish = earn(
                programs.code(body.program()),
                new SettleActivities.Deed(
                        body.activity(),
                        body.number(),
                        body.points(),
                        body.businessRef(),
                        actor(),
                        recent(body.occurredAt(), "/occurredAt")));
        return gatheredBooking.call(idempotent.keyed(wish)).response();
    }

    @PostMapping("/loyalty/v1/points:batch")
    @Operation(
            summary = "Earn and spend for up to 1,000",
            description =
                    "In the order given, each for itself, in one transaction; one that is refused leaves no trace. An item that is malformed "
                            + "refuses the whole call.")
    ResponseEntity<PointsBatchResult> batch(
            @Valid @RequestBody PointsBatch body,
            @Parameter(description = IdempotentRequests.KEY_HELP)
                    @RequestHeader(name = "Idempotency-Key", required = false)
                    @Nullable
                    String idempotencyKey) {
        String program = programs.of(body.program()).code();
        List<PointsWish> wishes = new ArrayList<>();
        for (int i = 0; i < body.items().size(); i++) {
            wishes.add(wish(program, body.items().get(i), "/items/" + i));
        }
        return idempotent.onceWithKey(() -> ResponseEntity.ok(results(bookPoints.book(wishes))));
    }

    private PointsWish wish(String program, PointsItem item, String pointer) {
        if (item.action() == PointsAction.REDEEM) {
            if (item.points() == null) {
                throw ProblemException.field(pointer + "/points", "required");
            }
            return PointsWish.spend(
                    program, item.number(), item.points(), item.businessRef(), actor(), clock.instant());
        }
        if (item.activity() == null) {
            throw ProblemException.field(pointer + "/activity", "required");
        }
        return earn(
                program,
                new SettleActivities.Deed(
                        item.activity(),
                        item.number(),
                        item.points(),
                        item.businessRef(),
                        actor(),
                        recent(item.occurredAt(), pointer + "/occurredAt")));
    }

    private static PointsWish earn(String program, SettleActivities.Deed deed) {
        return new PointsWish.Earn(program, deed);
    }

    private @Nullable Instant recent(@Nullable Instant at, String pointer) {
        if (at != null
                && (at.isAfter(clock.instant().plus(CLOCKS_DIFFER))
                        || at.isBefore(clock.instant().minus(LATEST)))) {
            throw ProblemException.field(pointer, "not-recent");
        }
        return at;
    }

    private static PointsBatchResult results(List<Reply<TransactionView>> replies) {
        List<PointsItemResult> items = new ArrayList<>();
        for (int i = 0; i < replies.size(); i++) {
            items.add(
                    switch (replies.get(i)) {
                        case Reply.Done<TransactionView>(ResponseEntity<TransactionView> response) ->
                            new PointsItemResult(i, PointsResult.BOOKED, response.getBody(), null);
                        case Reply.Refused<TransactionView>(ProblemException problem) ->
                            new PointsItemResult(
                                    i,
                                    PointsResult.REFUSED,
                                    null,
                                    problem.type().slug());
                    });
        }
        return new PointsBatchResult(items);
    }

    @PostMapping("/loyalty/v1/points:reverse")
    @Operation(
            summary = "Give spent points back, or take back what an activity earned or an import brought",
            description =
                    "To the very lots they were taken from, with their dates; of one past its expiry they expire at once, or after the "
                            + "programme's days of grace. What an activity has earned is taken back with what is missing owed, and stays counted; of "
                            + "an import what is left. What a purchase has earned is taken back by its refund, not here.")
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
