package io.kehu.loyalty.gift;

import io.kehu.loyalty.Forms;
import io.kehu.loyalty.LoyaltyProblem;
import io.kehu.loyalty.MemberReach;
import io.kehu.loyalty.ledger.MemberAccounts;
import io.kehu.loyalty.program.ChosenProgram;
import io.kehu.loyalty.program.Program;
import io.kehu.loyalty.program.ProgramChoice;
import io.kehu.starter.database.Transactions;
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
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Orders of gifts over HTTP. */
@RestController
@Tag(name = "gift-orders")
class GiftOrderController {

    private static final long SHORTEST = 10;
    private static final long LONGEST = 604_800;
    private static final long USUAL = 1_800;
    private static final long MOST = 1_000;

    private final OrderGifts ordering;
    private final GiftOrderTable orders;
    private final ChosenProgram programs;
    private final MemberAccounts members;
    private final MemberReach reach;
    private final IdempotentRequests idempotent;
    private final Transactions transactions;

    GiftOrderController(
            OrderGifts ordering,
            GiftOrderTable orders,
            ChosenProgram programs,
            MemberAccounts members,
            MemberReach reach,
            IdempotentRequests idempotent,
            Transactions transactions) {
        this.ordering = ordering;
        this.orders = orders;
        this.programs = programs;
        this.members = members;
        this.reach = reach;
        this.idempotent = idempotent;
        this.transactions = transactions;
    }

    /**
     * A gift to be ordered.
     *
     * @param program code; the first one when missing
     * @param gift its code
     * @param quantity how many; 1 when missing
     * @param businessRef what the caller calls the order
     * @param seconds how long points and stock are kept unless it is confirmed, seven days at most; half an hour when missing
     */
    record GiftOrderBody(
            @Pattern(regexp = Forms.CODE) @Nullable String program,
            @NotNull @Pattern(regexp = Forms.CODE) String gift,
            @NotNull @Pattern(regexp = Forms.NUMBER) String number,
            @Min(1) @Max(MOST) @Nullable Long quantity,
            @NotNull @Pattern(regexp = Forms.REF) String businessRef,
            @Min(SHORTEST) @Max(LONGEST) @Nullable Long seconds) {}

    /**
     * How a gift is on its way.
     *
     * @param shipmentRef such as the carrier's number
     */
    record ShipBody(@NotNull @Pattern(regexp = Forms.REF) String shipmentRef) {}

    /**
     * A gift somebody wants.
     *
     * @param number customer number it came under
     * @param points price of all
     * @param reservedUntil until when it can be confirmed
     */
    record GiftOrderView(
            UUID id,
            String program,
            String gift,
            String number,
            long quantity,
            long points,
            GiftOrder.State state,
            String businessRef,
            @Nullable String shipmentRef,
            Instant createdAt,
            Instant reservedUntil) {

        static GiftOrderView of(GiftOrder order) {
            return new GiftOrderView(
                    order.id(),
                    order.program(),
                    order.gift(),
                    order.number(),
                    order.quantity(),
                    order.points(),
                    order.state(),
                    order.businessRef(),
                    order.shipmentRef(),
                    order.createdAt(),
                    order.reservedUntil());
        }
    }

    @PostMapping("/loyalty/v1/gift-orders")
    @Operation(
            summary = "Order a gift",
            description =
                    "Holds the points and reserves the stock until the order is confirmed or cancelled, or its time is over.")
    ResponseEntity<GiftOrderView> place(
            @Valid @RequestBody GiftOrderBody body,
            @Parameter(description = IdempotentRequests.KEY_HELP)
                    @RequestHeader(name = "Idempotency-Key", required = false)
                    @Nullable
                    String idempotencyKey) {
        reach.require(body.number());
        return idempotent.onceWithKey(() -> {
            Program program = programs.of(body.program());
            members.require(program.code(), body.number());
            GiftOrder order = ordering.place(
                    program,
                    new OrderGifts.Wish(
                            body.gift(),
                            body.number(),
                            body.quantity() == null ? 1 : body.quantity(),
                            body.businessRef(),
                            Duration.ofSeconds(body.seconds() == null ? USUAL : body.seconds()),
                            actor()));
            return ResponseEntity.created(URI.create("/loyalty/v1/gift-orders/" + order.id()))
                    .body(GiftOrderView.of(order));
        });
    }

    @GetMapping("/loyalty/v1/gift-orders/{id}")
    @Operation(summary = "An order of a gift")
    GiftOrderView order(@PathVariable UUID id) {
        return GiftOrderView.of(reached(id));
    }

    @GetMapping("/loyalty/v1/members/{number}/gift-orders")
    @Operation(summary = "The gifts of a member", description = "Newest first.")
    Page<GiftOrderView> ofMember(
            @PathVariable @Pattern(regexp = Forms.NUMBER) String number,
            @ParameterObject @Valid PageRequest page,
            @ParameterObject @Valid ProgramChoice program) {
        reach.require(number);
        Cursor before = page.after(1);
        String code = programs.of(program).code();
        return transactions.read(() -> Page.of(
                        orders.of(code, number, before == null ? null : before.uuid(0), page.fetch()),
                        page,
                        last -> Cursor.of(last.id()))
                .map(GiftOrderView::of));
    }

    @PostMapping("/loyalty/v1/gift-orders/{id}:confirm")
    @Operation(summary = "Confirm an order", description = "Spends the points; the gift is given away.")
    ResponseEntity<GiftOrderView> confirm(@PathVariable UUID id) {
        return move(id, order -> ordering.confirm(program(order), id, actor()));
    }

    @PostMapping("/loyalty/v1/gift-orders/{id}:cancel")
    @Operation(summary = "Cancel an order that is not confirmed", description = "Lets points and stock go.")
    ResponseEntity<GiftOrderView> cancel(@PathVariable UUID id) {
        return move(id, order -> ordering.cancel(program(order), id, actor()));
    }

    @PostMapping("/loyalty/v1/gift-orders/{id}:ship")
    @Operation(summary = "A gift is on its way")
    ResponseEntity<GiftOrderView> ship(@PathVariable UUID id, @Valid @RequestBody ShipBody body) {
        return move(id, order -> ordering.ship(id, body.shipmentRef()));
    }

    @PostMapping("/loyalty/v1/gift-orders/{id}:complete")
    @Operation(summary = "A gift has arrived")
    ResponseEntity<GiftOrderView> complete(@PathVariable UUID id) {
        return move(id, order -> ordering.complete(id));
    }

    @PostMapping("/loyalty/v1/gift-orders/{id}:return")
    @Operation(
            summary = "A gift came back",
            description =
                    "Gives the points back to the lots they came from, with their dates, and puts the gift back into stock.")
    ResponseEntity<GiftOrderView> takeBack(@PathVariable UUID id) {
        return move(id, order -> ordering.takeBack(program(order), id, actor()));
    }

    private ResponseEntity<GiftOrderView> move(UUID id, Function<GiftOrder, GiftOrder> step) {
        GiftOrder order = reached(id);
        return idempotent.once(() -> ResponseEntity.ok(GiftOrderView.of(step.apply(order))));
    }

    /** Somebody else's is as one that is not there. */
    private GiftOrder reached(UUID id) {
        GiftOrder order = ordering.required(id);
        try {
            reach.require(order.number());
        } catch (ProblemException e) {
            throw new ProblemException(LoyaltyProblem.GIFT_ORDER_NOT_FOUND);
        }
        return order;
    }

    private Program program(GiftOrder order) {
        return programs.of(order.program());
    }

    private static String actor() {
        return Caller.required().originatingSubject();
    }
}
