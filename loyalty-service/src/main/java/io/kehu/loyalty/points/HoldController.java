package io.kehu.loyalty.points;

import io.kehu.loyalty.Forms;
import io.kehu.loyalty.LoyaltyProblem;
import io.kehu.loyalty.event.PointsEvents;
import io.kehu.loyalty.ledger.Booked;
import io.kehu.loyalty.ledger.Hold;
import io.kehu.loyalty.ledger.HoldTable;
import io.kehu.loyalty.ledger.Holds;
import io.kehu.loyalty.ledger.MemberAccounts;
import io.kehu.loyalty.program.ChosenProgram;
import io.kehu.loyalty.program.Program;
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
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Holding points while it is not certain that they will be spent, over HTTP. */
@RestController
@Tag(name = "holds")
class HoldController {

    private static final long SHORTEST = 1;
    private static final long LONGEST = 604_800;

    private final Holds holds;
    private final HoldTable table;
    private final ChosenProgram programs;
    private final MemberAccounts members;
    private final PointsEvents events;
    private final IdempotentRequests idempotent;

    HoldController(
            Holds holds,
            HoldTable table,
            ChosenProgram programs,
            MemberAccounts members,
            PointsEvents events,
            IdempotentRequests idempotent) {
        this.holds = holds;
        this.table = table;
        this.programs = programs;
        this.members = members;
        this.events = events;
        this.idempotent = idempotent;
    }

    /**
     * Points to be held.
     *
     * @param program code; the first one when missing
     * @param points whole points
     * @param businessRef what for, such as the order that is being paid
     * @param seconds how long they are held unless they are captured or released before, seven days at most
     */
    record HoldBody(
            @Pattern(regexp = Forms.CODE) @Nullable String program,
            @NotNull @Pattern(regexp = Forms.NUMBER) String number,
            @NotNull @Min(1) @Max(Forms.MOST_POINTS) Long points,
            @NotNull @Pattern(regexp = Forms.REF) String businessRef,
            @NotNull @Min(SHORTEST) @Max(LONGEST) Long seconds) {}

    /**
     * Held points to be spent.
     *
     * @param points whole points, no more than are held; what is left is released
     * @param businessRef what for
     */
    record CaptureBody(
            @NotNull @Min(1) @Max(Forms.MOST_POINTS) Long points,
            @NotNull @Pattern(regexp = Forms.REF) String businessRef) {}

    /**
     * A hold.
     *
     * @param captured how many of its points were spent
     * @param expiresAt until when it can be captured
     */
    record HoldView(
            UUID id,
            String program,
            String number,
            long points,
            long captured,
            Hold.State state,
            String businessRef,
            Instant createdAt,
            Instant expiresAt,
            @Nullable Instant endedAt) {

        static HoldView of(Hold hold) {
            return new HoldView(
                    hold.id(),
                    hold.program(),
                    hold.number(),
                    hold.points(),
                    hold.captured(),
                    hold.state(),
                    hold.businessRef(),
                    hold.createdAt(),
                    hold.expiresAt(),
                    hold.endedAt());
        }
    }

    /**
     * A hold that was captured.
     *
     * @param items what was booked: one transaction per member, several only when a merge was undone meanwhile
     */
    record Captured(HoldView hold, List<TransactionView> items) {}

    @PostMapping("/loyalty/v1/holds")
    @Operation(
            summary = "Hold points",
            description =
                    "Held points can be spent by nobody else and do not expire. What is neither captured nor released in time is released.")
    ResponseEntity<HoldView> place(
            @Valid @RequestBody HoldBody body,
            @Parameter(description = IdempotentRequests.KEY_HELP)
                    @RequestHeader(name = "Idempotency-Key", required = false)
                    @Nullable
                    String idempotencyKey) {
        return idempotent.onceWithKey(() -> {
            Program program = programs.of(body.program());
            members.require(program.code(), body.number());
            Hold hold = holds.place(
                    program,
                    new Holds.Wish(
                            body.number(),
                            body.points(),
                            body.businessRef(),
                            Duration.ofSeconds(body.seconds()),
                            actor()));
            return ResponseEntity.created(URI.create("/loyalty/v1/holds/" + hold.id()))
                    .body(HoldView.of(hold));
        });
    }

    @GetMapping("/loyalty/v1/holds/{id}")
    @Operation(summary = "A hold")
    HoldView hold(@PathVariable UUID id) {
        return HoldView.of(required(id));
    }

    @PostMapping("/loyalty/v1/holds/{id}:capture")
    @Operation(summary = "Spend held points", description = "Ends the hold; what is not spent is released.")
    ResponseEntity<Captured> capture(
            @PathVariable UUID id,
            @Valid @RequestBody CaptureBody body,
            @Parameter(description = IdempotentRequests.KEY_HELP)
                    @RequestHeader(name = "Idempotency-Key", required = false)
                    @Nullable
                    String idempotencyKey) {
        return idempotent.onceWithKey(() -> {
            Program program = programs.of(required(id).program());
            List<Booked> booked = holds.capture(program, id, body.points(), body.businessRef(), actor());
            events.booked(program, booked);
            return ResponseEntity.ok(new Captured(
                    HoldView.of(required(id)),
                    booked.stream().map(one -> TransactionView.of(program, one)).toList()));
        });
    }

    @PostMapping("/loyalty/v1/holds/{id}:release")
    @Operation(summary = "Let held points go", description = "Ends the hold; nothing is spent.")
    ResponseEntity<HoldView> release(
            @PathVariable UUID id,
            @Parameter(description = IdempotentRequests.KEY_HELP)
                    @RequestHeader(name = "Idempotency-Key", required = false)
                    @Nullable
                    String idempotencyKey) {
        return idempotent.onceWithKey(() -> {
            holds.release(programs.of(required(id).program()), id, actor());
            return ResponseEntity.ok(HoldView.of(required(id)));
        });
    }

    private Hold required(UUID id) {
        return table.find(id).orElseThrow(() -> new ProblemException(LoyaltyProblem.HOLD_NOT_FOUND));
    }

    private static String actor() {
        return Caller.required().originatingSubject();
    }
}
