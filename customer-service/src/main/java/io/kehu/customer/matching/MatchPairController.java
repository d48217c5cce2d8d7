package io.kehu.customer.matching;

import io.kehu.customer.CustomerProblem;
import io.kehu.customer.customer.CustomerNumber;
import io.kehu.customer.customer.web.ObjectRules;
import io.kehu.customer.matching.model.Band;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.protection.audit.AuditEntry;
import io.kehu.starter.protection.audit.AuditTrail;
import io.kehu.starter.web.idempotency.IdempotentRequests;
import io.kehu.starter.web.page.Cursor;
import io.kehu.starter.web.page.Page;
import io.kehu.starter.web.page.PageRequest;
import io.kehu.starter.web.problem.ProblemException;
import io.kehu.starter.web.version.EntityVersion;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Pairs over HTTP: listed best first, explained, decided. */
@RestController
@RequestMapping("/customer/v1/match-pairs")
@Tag(name = "matching")
class MatchPairController {

    private final MatchPairs pairs;
    private final DecidePair decidePair;
    private final ObjectRules objectRules;
    private final IdempotentRequests idempotent;
    private final Transactions transactions;
    private final AuditTrail audit;

    MatchPairController(
            MatchPairs pairs,
            DecidePair decidePair,
            ObjectRules objectRules,
            IdempotentRequests idempotent,
            Transactions transactions,
            AuditTrail audit) {
        this.pairs = pairs;
        this.decidePair = decidePair;
        this.objectRules = objectRules;
        this.idempotent = idempotent;
        this.transactions = transactions;
        this.audit = audit;
    }

    /**
     * A decision.
     *
     * @param verdict DUPLICATE for one customer, DIFFERENT for two that are never to be asked about again
     * @param reason why, in the caller's words; kept in the audit trail, so nothing personal
     */
    record Decision(
            DecidePair.@NotNull Verdict verdict,

            @Schema(example = "同一手机号和地址 / same mobile number and address") @NotBlank @Size(max = 300)
            String reason) {}

    @GetMapping
    @Operation(
            summary = "Pairs of customers that may be one",
            description =
                    "Best first. Pairs with a customer the caller may not see are left out, so a page can be short.")
    Page<MatchPairView> list(
            @ParameterObject @Valid PageRequest page,
            @RequestParam(required = false) @Nullable Band band,
            @RequestParam(required = false) @Nullable PairState state) {
        Cursor after = page.after(2);
        List<MatchPair> rows = pairs.page(
                band,
                state,
                after == null ? null : Math.clamp(after.number(0), Integer.MIN_VALUE, Integer.MAX_VALUE),
                after == null ? null : after.uuid(1),
                page.fetch());
        Page<MatchPair> found = Page.of(rows, page, last -> Cursor.of(last.weightMilli(), last.id()));
        Set<CustomerNumber> admitted = Set.copyOf(objectRules.admitted(found.items().stream()
                .flatMap(MatchPairController::named)
                .distinct()
                .toList()));
        List<MatchPair> visible = found.items().stream()
                .filter(pair -> admitted.contains(pair.a()) && admitted.contains(pair.b()))
                .toList();
        // Shown is only what the audit trail knows of.
        transactions.run(() -> audit.recordAll(visible.stream()
                .map(pair -> AuditEntry.of("match.list", pair.id().toString()))
                .toList()));
        return new Page<>(
                visible.stream()
                        .map(pair -> MatchPairView.of(pair, admitted::contains))
                        .toList(),
                found.nextCursor());
    }

    @GetMapping("/{id}")
    @Operation(summary = "A pair, explained field by field", description = "Levels and weights; no values.")
    ResponseEntity<MatchPairView> get(@PathVariable UUID id) {
        MatchPair pair = pairs.find(id)
                .filter(this::isVisible)
                .orElseThrow(() -> new ProblemException(CustomerProblem.MATCH_PAIR_NOT_FOUND));
        transactions.run(() -> audit.record(AuditEntry.of("match.read", id.toString())));
        return answer(pair);
    }

    @PostMapping("/{id}:decide")
    @Operation(
            summary = "Say whether a pair is one customer",
            description =
                    "Final. DIFFERENT is remembered: later runs and checks leave the two alone. Saying the same again"
                            + " changes nothing.")
    ResponseEntity<MatchPairView> decide(
            @PathVariable UUID id,
            @Valid @RequestBody Decision decision,
            @Parameter(description = IdempotentRequests.KEY_HELP)
                    @RequestHeader(name = "Idempotency-Key", required = false)
                    @Nullable
                    String idempotencyKey) {
        return idempotent.once(() -> answer(
                decidePair.decide(id, decision.verdict(), decision.reason().strip(), this::isVisible)));
    }

    private ResponseEntity<MatchPairView> answer(MatchPair pair) {
        return ResponseEntity.ok()
                .eTag(new EntityVersion(pair.version()).tag())
                .body(MatchPairView.of(pair, objectRules::admits));
    }

    /** Every customer a pair names. */
    private static Stream<CustomerNumber> named(MatchPair pair) {
        Stream<CustomerNumber> both = Stream.of(pair.a(), pair.b());
        return pair.group() == null ? both : Stream.concat(both, Stream.of(new CustomerNumber(pair.group())));
    }

    private boolean isVisible(MatchPair pair) {
        return objectRules.admits(pair.a()) && objectRules.admits(pair.b());
    }
}
