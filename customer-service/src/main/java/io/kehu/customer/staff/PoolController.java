package io.kehu.customer.staff;

import io.kehu.starter.database.Transactions;
import io.kehu.starter.protection.audit.AuditEntry;
import io.kehu.starter.protection.audit.AuditTrail;
import io.kehu.starter.web.problem.ProblemException;
import io.kehu.starter.web.version.EntityVersion;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Public pools over HTTP. */
@RestController
@Tag(name = "ownership")
class PoolController {

    private final Pools pools;
    private final Teams teams;
    private final Transactions transactions;
    private final AuditTrail audit;

    PoolController(Pools pools, Teams teams, Transactions transactions, AuditTrail audit) {
        this.pools = pools;
        this.teams = teams;
        this.transactions = transactions;
        this.audit = audit;
    }

    /** All pools. */
    record PoolList(List<Pools.Pool> items) {}

    /**
     * A pool as it shall be.
     *
     * @param teams who sees it and claims from it; empty for everybody
     * @param claimLimit customers of this pool that one person may hold
     * @param claimsPerDay claims of one person in 24 hours
     * @param reclaimDays days without contact or purchase after which a claimed customer goes back; missing for never
     * @param remindDays days before that at which the owner is reminded
     * @param retired nothing can be put into it or claimed from it; false when missing
     */
    record PoolBody(
            @NotBlank @Size(max = 100) @Schema(example = "华南公海 / South China pool")
            String name,

            @Schema(example = "[\"SOUTH\", \"VIP\"]") @NotNull @Size(max = 50)
            List<@NotNull @Pattern(regexp = Teams.CODE) String> teams,

            @Schema(example = "200") @Min(1) @Max(100_000) int claimLimit,
            @Schema(example = "30") @Min(1) @Max(10_000) int claimsPerDay,

            @Schema(example = "90") @Min(1) @Max(3_650) @Nullable
            Integer reclaimDays,

            @Schema(example = "7") @Min(0) @Max(365) int remindDays,
            @Nullable Boolean retired) {}

    @GetMapping("/customer/v1/pools")
    @Operation(summary = "All public pools, by code")
    PoolList pools() {
        return new PoolList(pools.all());
    }

    @PutMapping("/customer/v1/pools/{code}")
    @Operation(
            summary = "Set up, change or retire a public pool",
            description = "A new one needs no If-Match, a change does. `PUBLIC` is there from the beginning and stays.")
    ResponseEntity<Pools.Pool> putPool(
            @PathVariable @Pattern(regexp = Teams.CODE) String code,
            @Parameter(description = "ETag of the pool as it was read.")
                    @RequestHeader(name = "If-Match", required = false)
                    @Nullable
                    String ifMatch,
            @Valid @RequestBody PoolBody body) {
        check(code, body);
        return transactions.call(() -> {
            Optional<Pools.Pool> current = pools.lock(code);
            current.ifPresent(
                    pool -> EntityVersion.required(ifMatch).mustBe(pool.version(), () -> pool, () -> List.of()));
            pools.put(pool(code, body));
            audit.record(AuditEntry.of("pool.change", code));
            Pools.Pool changed = pools.find(code).orElseThrow();
            return ResponseEntity.ok()
                    .eTag(new EntityVersion(changed.version()).tag())
                    .body(changed);
        });
    }

    private void check(String code, PoolBody body) {
        if (!teams.closed(body.teams()).isEmpty()) {
            throw ProblemException.field("/teams", "team");
        }
        if (body.reclaimDays() != null && body.remindDays() >= body.reclaimDays()) {
            throw ProblemException.field("/remindDays", "remind-days");
        }
        if (code.equals(Pools.PUBLIC) && Boolean.TRUE.equals(body.retired())) {
            throw ProblemException.field("/retired", "immutable");
        }
    }

    private static Pools.Pool pool(String code, PoolBody body) {
        return new Pools.Pool(
                code,
                body.name(),
                body.teams().stream().distinct().sorted().toList(),
                body.claimLimit(),
                body.claimsPerDay(),
                body.reclaimDays(),
                body.remindDays(),
                Boolean.TRUE.equals(body.retired()),
                0);
    }
}
