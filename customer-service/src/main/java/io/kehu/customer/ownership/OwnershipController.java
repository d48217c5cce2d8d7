package io.kehu.customer.ownership;

import io.kehu.customer.customer.CustomerNumber;
import io.kehu.customer.customer.web.ObjectRules;
import io.kehu.customer.staff.Teams;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.protection.audit.AuditEntry;
import io.kehu.starter.protection.audit.AuditTrail;
import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.idempotency.IdempotentRequests;
import io.kehu.starter.web.page.Cursor;
import io.kehu.starter.web.page.Page;
import io.kehu.starter.web.page.PageRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Whose customers are, over HTTP. */
@RestController
@Tag(name = "ownership")
class OwnershipController {

    private final ClaimCustomers claimCustomers;
    private final GiveCustomers giveCustomers;
    private final OwnershipHistory history;
    private final ObjectRules objectRules;
    private final IdempotentRequests idempotent;
    private final Transactions transactions;
    private final AuditTrail audit;

    OwnershipController(
            ClaimCustomers claimCustomers,
            GiveCustomers giveCustomers,
            OwnershipHistory history,
            ObjectRules objectRules,
            IdempotentRequests idempotent,
            Transactions transactions,
            AuditTrail audit) {
        this.claimCustomers = claimCustomers;
        this.giveCustomers = giveCustomers;
        this.history = history;
        this.objectRules = objectRules;
        this.idempotent = idempotent;
        this.transactions = transactions;
        this.audit = audit;
    }

    /** Up to 100 customers to claim. */
    record ClaimRequest(
            @Schema(example = "[\"C00000000135\", \"C00000000232\"]") @NotEmpty @Size(max = 100)
            Set<@NotNull @Pattern(regexp = CustomerNumber.PATTERN) String> numbers) {}

    /**
     * Up to 500 customers to give back.
     *
     * @param pool where they go; missing for the pool each came from
     */
    record ReleaseRequest(
            @Schema(example = "[\"C00000000135\", \"C00000000232\"]") @NotEmpty @Size(max = 500)
            Set<@NotNull @Pattern(regexp = CustomerNumber.PATTERN) String> numbers,

            @Schema(example = "PUBLIC") @Pattern(regexp = Teams.CODE) @Nullable
            String pool,

            @Schema(example = "三个月未联系上 / not reached for three months") @Size(min = 1, max = 500) @Nullable
            String reason) {}

    /**
     * Up to 500 customers to give to somebody else.
     *
     * @param owner subject of a member of staff; missing to give them to a team alone
     * @param team code; missing for the team the new owner is in
     */
    record TransferRequest(
            @Schema(example = "[\"C00000000135\", \"C00000000232\"]") @NotEmpty @Size(max = 500)
            Set<@NotNull @Pattern(regexp = CustomerNumber.PATTERN) String> numbers,

            @Schema(example = "9c1e2f60-5a3b-4c7d-8e21-0f6b7a9d1c34") @Size(min = 1, max = 100) @Nullable
            String owner,

            @Schema(example = "SOUTH") @Pattern(regexp = Teams.CODE) @Nullable
            String team,

            @Schema(example = "离职交接 / handed over by a colleague who left") @NotBlank @Size(max = 500)
            String reason) {}

    /** What became of one customer. */
    record OwnershipResult(@Schema(example = "C00000000135") String number, Settled.Outcome outcome) {}

    /** What became of each, in the order of the request. */
    record OwnershipResults(List<OwnershipResult> items) {}

    @PostMapping("/customer/v1/pool:claim")
    @Operation(summary = "Claim customers from public pools", description = """
                    Each customer for itself: who comes first has them. A pool limits how many customers one person holds and how many \
                    they claim in 24 hours.""")
    ResponseEntity<OwnershipResults> claim(
            @Valid @RequestBody ClaimRequest request,
            @Parameter(description = IdempotentRequests.KEY_HELP)
                    @RequestHeader(name = "Idempotency-Key", required = false)
                    @Nullable
                    String idempotencyKey) {
        return settle(
                "customer.claim",
                () -> claimCustomers.claim(
                        numbers(request.numbers()), Caller.required().originatingSubject()));
    }

    @PostMapping("/customer/v1/pool:release")
    @Operation(
            summary = "Give customers back to a public pool",
            description = "One's own; managers and administrators also those of others they see.")
    ResponseEntity<OwnershipResults> release(
            @Valid @RequestBody ReleaseRequest request,
            @Parameter(description = IdempotentRequests.KEY_HELP)
                    @RequestHeader(name = "Idempotency-Key", required = false)
                    @Nullable
                    String idempotencyKey) {
        return settle(
                "customer.release",
                () -> giveCustomers.release(numbers(request.numbers()), request.pool(), request.reason()));
    }

    @PostMapping("/customer/v1/customers:transfer")
    @Operation(
            summary = "Give customers to somebody else",
            description = "Whoever leaves or moves on: up to 500 customers at a time, of those the caller sees.")
    ResponseEntity<OwnershipResults> transfer(
            @Valid @RequestBody TransferRequest request,
            @Parameter(description = IdempotentRequests.KEY_HELP)
                    @RequestHeader(name = "Idempotency-Key", required = false)
                    @Nullable
                    String idempotencyKey) {
        return settle(
                "customer.transfer",
                () -> giveCustomers.transfer(
                        numbers(request.numbers()), request.owner(), request.team(), request.reason()));
    }

    @GetMapping("/customer/v1/customers/{number}/ownership")
    @Operation(summary = "Who had a customer", description = "Newest first.")
    Page<OwnershipHistory.Entry> ownership(@PathVariable String number, @ParameterObject @Valid PageRequest page) {
        CustomerNumber wanted = objectRules.readable(number);
        Cursor before = page.after(2);
        return transactions.call(() -> {
            List<OwnershipHistory.Entry> entries = history.page(
                    wanted,
                    before == null ? null : before.instant(0),
                    before == null ? null : before.uuid(1),
                    page.fetch());
            audit.record(AuditEntry.of("customer.ownership", wanted.value()));
            return Page.of(entries, page, last -> Cursor.of(last.at(), last.id()));
        });
    }

    private ResponseEntity<OwnershipResults> settle(String action, Supplier<Settled> work) {
        return idempotent.once(() -> {
            Settled settled = work.get();
            audit.recordAll(settled.moves().stream()
                    .map(move -> AuditEntry.of(action, move.before().number().value(), "owner", "team", "pool"))
                    .toList());
            return ResponseEntity.ok(new OwnershipResults(settled.outcomes().entrySet().stream()
                    .map(entry -> new OwnershipResult(entry.getKey().value(), entry.getValue()))
                    .toList()));
        });
    }

    private static List<CustomerNumber> numbers(Set<String> numbers) {
        return numbers.stream().map(CustomerNumber::new).toList();
    }
}
