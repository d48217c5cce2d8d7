package io.kehu.customer.purchase;

import io.kehu.customer.CustomerProblem;
import io.kehu.customer.customer.CustomerNumber;
import io.kehu.customer.customer.web.ObjectRules;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.web.idempotency.IdempotentRequests;
import io.kehu.starter.web.page.Cursor;
import io.kehu.starter.web.page.Page;
import io.kehu.starter.web.page.PageRequest;
import io.kehu.starter.web.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Purchases and refunds over HTTP. */
@RestController
@Tag(name = "purchases")
class PurchaseController {

    private static final String KEY_HELP =
            "1 to 255 visible characters. The natural key protects against repetition as well.";

    private final RecordPurchases recordPurchases;
    private final RecordRefunds recordRefunds;
    private final Purchases purchases;
    private final ParkedDeals parkedDeals;
    private final ObjectRules objectRules;
    private final IdempotentRequests idempotent;
    private final Transactions transactions;

    PurchaseController(
            RecordPurchases recordPurchases,
            RecordRefunds recordRefunds,
            Purchases purchases,
            ParkedDeals parkedDeals,
            ObjectRules objectRules,
            IdempotentRequests idempotent,
            Transactions transactions) {
        this.recordPurchases = recordPurchases;
        this.recordRefunds = recordRefunds;
        this.purchases = purchases;
        this.parkedDeals = parkedDeals;
        this.objectRules = objectRules;
        this.idempotent = idempotent;
        this.transactions = transactions;
    }

    /** Up to 1,000 purchases, each settled for itself. */
    record PurchaseBatch(@NotEmpty @Size(max = 1000) List<@NotNull PurchaseBody> items) {}

    /** Up to 1,000 refunds, each settled for itself. */
    record RefundBatch(@NotEmpty @Size(max = 1000) List<@NotNull RefundBody> items) {}

    /** Results in the order of the request. */
    record DealResults(List<DealResult> items) {}

    /** A line and what was given back of it. */
    record LineView(
            @Schema(example = "1") int lineNo,
            @Schema(example = "TEA-LONGJING-250G") String product,
            @Schema(example = "tea") String category,
            @Schema(example = "1.5") BigDecimal quantity,
            @Schema(example = "19900") long amountMinor,
            @Schema(example = "0") BigDecimal refundedQuantity,
            @Schema(example = "0") long refundedMinor) {}

    /** A purchase with its lines. */
    record PurchaseView(
            UUID id,
            Channel channel,
            @Schema(example = "SZ01-20261101-0042") String orderNo,
            @Schema(example = "SZ01") @Nullable String store,
            Instant occurredAt,
            @Schema(example = "CNY") String currency,
            @Schema(example = "19900") long amountMinor,
            @Schema(example = "0") long refundedMinor,
            List<LineView> lines) {}

    @PostMapping("/customer/v1/purchases")
    @ApiResponse(responseCode = "201", description = "New", useReturnTypeSchema = true)
    @ApiResponse(
            responseCode = "200",
            description = "The very same one was recorded before",
            useReturnTypeSchema = true)
    @ApiResponse(responseCode = "202", description = "Parked until its customer is known", useReturnTypeSchema = true)
    @Operation(
            summary = "Record a purchase",
            description =
                    "201 when it is new, 200 when the very same one was recorded before, 202 when it is parked until its customer"
                            + " is known. The same natural key with other content is refused with 409. Staff who do not see all"
                            + " customers name one they see, by number.")
    ResponseEntity<DealResult> record(
            @RequestBody PurchaseBody purchase,
            @Parameter(description = KEY_HELP) @RequestHeader(name = "Idempotency-Key", required = false) @Nullable
                    String idempotencyKey) {
        if (!objectRules.scope().everything()) {
            PurchaseBody.Buyer buyer = purchase.customer();
            objectRules.writable(buyer == null || buyer.number() == null ? "" : buyer.number());
        }
        return idempotent.once(
                () -> recordPurchases.prepare(List.of(purchase)),
                candidates -> single(recordPurchases.record(candidates).getFirst()));
    }

    @PostMapping("/customer/v1/purchases:batch")
    @Operation(
            summary = "Record up to 1,000 purchases",
            description = "Each is settled for itself; results in the order of the request.")
    ResponseEntity<DealResults> recordBatch(
            @Valid @RequestBody PurchaseBatch batch,
            @Parameter(description = KEY_HELP) @RequestHeader(name = "Idempotency-Key", required = false) @Nullable
                    String idempotencyKey) {
        return idempotent.once(
                () -> recordPurchases.prepare(batch.items()),
                candidates -> ResponseEntity.ok(new DealResults(recordPurchases.record(candidates))));
    }

    @PostMapping("/customer/v1/refunds")
    @ApiResponse(responseCode = "201", description = "New", useReturnTypeSchema = true)
    @ApiResponse(
            responseCode = "200",
            description = "The very same one was recorded before",
            useReturnTypeSchema = true)
    @ApiResponse(responseCode = "202", description = "Parked until its purchase is known", useReturnTypeSchema = true)
    @Operation(
            summary = "Record a refund",
            description =
                    "Never more than was bought. 202 when its purchase is not known yet: the refund waits for it. Staff who do not"
                            + " see all customers refund purchases of those they see.")
    ResponseEntity<DealResult> refund(
            @RequestBody RefundBody refund,
            @Parameter(description = KEY_HELP) @RequestHeader(name = "Idempotency-Key", required = false) @Nullable
                    String idempotencyKey) {
        if (!objectRules.scope().everything()) {
            objectRules.writable(
                    purchases.buyer(refund.channel(), refund.orderNo()).orElse(""));
        }
        return idempotent.once(
                () -> single(recordRefunds.record(List.of(refund)).getFirst()));
    }

    @PostMapping("/customer/v1/refunds:batch")
    @Operation(
            summary = "Record up to 1,000 refunds",
            description = "Each is settled for itself; results in the order of the request.")
    ResponseEntity<DealResults> refundBatch(
            @Valid @RequestBody RefundBatch batch,
            @Parameter(description = KEY_HELP) @RequestHeader(name = "Idempotency-Key", required = false) @Nullable
                    String idempotencyKey) {
        return idempotent.once(() -> ResponseEntity.ok(new DealResults(recordRefunds.record(batch.items()))));
    }

    @GetMapping("/customer/v1/customers/{number}/purchases")
    @Operation(summary = "A customer's purchases", description = "Newest first, with what was given back.")
    Page<PurchaseView> list(@PathVariable String number, @ParameterObject @Valid PageRequest page) {
        CustomerNumber wanted = objectRules.readable(number);
        Cursor before = page.after(2);
        return transactions.read(() -> {
            List<Purchases.StoredPurchase> rows = purchases.page(
                    wanted.value(),
                    before == null ? null : before.instant(0),
                    before == null ? null : before.uuid(1),
                    page.fetch());
            Map<UUID, List<Purchases.StoredLine>> lines = purchases.lines(rows);
            return Page.of(rows, page, last -> Cursor.of(last.occurredAt(), last.id()))
                    .map(purchase -> view(purchase, lines.getOrDefault(purchase.id(), List.of())));
        });
    }

    @GetMapping("/customer/v1/parked-deals")
    @Operation(summary = "Deals that wait for their customer or purchase", description = "In the order of parking.")
    Page<ParkedDeals.Overview> parked(
            @ParameterObject @Valid PageRequest page,
            @RequestParam(required = false) ParkedDeals.@Nullable Reason reason) {
        Cursor after = page.after(1);
        List<ParkedDeals.Overview> rows = parkedDeals.page(
                reason == null ? null : reason.name(), after == null ? null : after.uuid(0), page.fetch());
        return Page.of(rows, page, last -> Cursor.of(last.id()));
    }

    private static PurchaseView view(Purchases.StoredPurchase purchase, List<Purchases.StoredLine> stored) {
        List<LineView> lines = stored.stream()
                .map(line -> new LineView(
                        line.lineNo(),
                        line.product(),
                        line.category(),
                        line.quantity(),
                        line.amountMinor(),
                        line.refundedQuantity(),
                        line.refundedMinor()))
                .toList();
        return new PurchaseView(
                purchase.id(),
                purchase.channel(),
                purchase.orderNo(),
                purchase.store(),
                purchase.occurredAt(),
                purchase.currency(),
                purchase.amountMinor(),
                lines.stream().mapToLong(LineView::refundedMinor).sum(),
                lines);
    }

    private static ResponseEntity<DealResult> single(DealResult result) {
        return switch (result.outcome()) {
            case RECORDED -> ResponseEntity.status(HttpStatus.CREATED).body(result);
            case DUPLICATE -> ResponseEntity.ok(result);
            case PARKED -> ResponseEntity.accepted().body(result);
            case CONFLICT -> throw new ProblemException(CustomerProblem.DEAL_CONFLICT);
            case REJECTED ->
                throw new ProblemException(
                        CustomerProblem.DEAL_INVALID,
                        result.errors() == null
                                ? List.of()
                                : result.errors().stream()
                                        .map(DealResult.Fault::problem)
                                        .toList());
        };
    }
}
