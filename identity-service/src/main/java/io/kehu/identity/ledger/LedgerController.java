package io.kehu.identity.ledger;

import io.kehu.identity.scheme.Scheme;
import io.kehu.identity.scheme.SchemeCode;
import io.kehu.identity.scheme.Schemes;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.protection.audit.AuditEntry;
import io.kehu.starter.protection.audit.AuditTrail;
import io.kehu.starter.web.idempotency.IdempotentRequests;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Pattern;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Ledger, capacity and the brake over HTTP. */
@RestController
@RequestMapping("/identity/v1/schemes")
@Tag(name = "schemes")
class LedgerController {

    private static final int RANGES_SHOWN = 1_000;

    private final Schemes schemes;
    private final Accounts accounts;
    private final Transactions transactions;
    private final IdempotentRequests idempotent;
    private final AuditTrail audit;
    private final Clock clock;

    LedgerController(
            Schemes schemes,
            Accounts accounts,
            Transactions transactions,
            IdempotentRequests idempotent,
            AuditTrail audit,
            Clock clock) {
        this.schemes = schemes;
        this.accounts = accounts;
        this.transactions = transactions;
        this.idempotent = idempotent;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * What became of every number of a scheme.
     *
     * @param clean whether nothing is unexplained
     * @param voidRanges sequences that were lost together, newest first, at most 1,000
     */
    record Ledger(
            @Schema(example = "CUSTOMER") String scheme,
            boolean clean,
            List<Account> partitions,
            List<Accounts.VoidRange> voidRanges) {}

    /**
     * How long a scheme lasts.
     *
     * @param capacity numbers each counter has in all
     */
    record Capacity(
            @Schema(example = "CUSTOMER") String scheme,
            @Schema(example = "999999999") long capacity,
            List<Forecast> partitions) {}

    /** A scheme's state after the change. */
    record Brake(@Schema(example = "CUSTOMER") String scheme, Scheme.State state) {}

    @GetMapping("/{code}/ledger")
    @Operation(
            summary = "What became of every number",
            description =
                    "issued + reserved + leased + returned + voided + free = capacity for each counter; unexplained is 0.")
    Ledger ledger(@PathVariable @Pattern(regexp = SchemeCode.PATTERN) String code) {
        Scheme scheme = schemes.required(new SchemeCode(code));
        return transactions.read(() -> {
            List<Account> found = accounts.of(scheme);
            boolean clean = found.stream().allMatch(account -> account.unexplained() == 0);
            return new Ledger(code, clean, found, accounts.voidRanges(scheme, RANGES_SHOWN));
        });
    }

    @GetMapping("/{code}/capacity")
    @Operation(summary = "How many are left, and until when", description = "Forecast by the pace of the last 28 days.")
    Capacity capacity(@PathVariable @Pattern(regexp = SchemeCode.PATTERN) String code) {
        Scheme scheme = schemes.required(new SchemeCode(code));
        Instant now = clock.instant();
        return new Capacity(
                code,
                scheme.capacity(),
                accounts.paces(scheme, now.minus(Forecast.LATELY), now).stream()
                        .map(pace -> Forecast.of(pace, now, scheme.zone()))
                        .toList());
    }

    @PostMapping("/{code}:freeze")
    @Operation(
            summary = "Stop issuing",
            description = "Once this is answered nobody gets a number of the scheme any more.")
    ResponseEntity<Brake> freeze(@PathVariable @Pattern(regexp = SchemeCode.PATTERN) String code) {
        return brake(code, true);
    }

    @PostMapping("/{code}:unfreeze")
    @Operation(summary = "Issue again")
    ResponseEntity<Brake> unfreeze(@PathVariable @Pattern(regexp = SchemeCode.PATTERN) String code) {
        return brake(code, false);
    }

    private ResponseEntity<Brake> brake(String code, boolean frozen) {
        Scheme scheme = schemes.required(new SchemeCode(code));
        return idempotent.once(() -> {
            if (accounts.freeze(scheme, frozen)) {
                audit.record(AuditEntry.of(frozen ? "scheme.freeze" : "scheme.unfreeze", code));
            }
            return ResponseEntity.ok(new Brake(code, frozen ? Scheme.State.FROZEN : Scheme.State.ACTIVE));
        });
    }
}
