package io.kehu.customer.matching;

import io.kehu.customer.CustomerProblem;
import io.kehu.customer.customer.CustomerDraft;
import io.kehu.customer.customer.web.WholeStock;
import io.kehu.starter.base.TimeOrderedIds;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.protection.audit.AuditEntry;
import io.kehu.starter.protection.audit.AuditTrail;
import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.idempotency.IdempotentRequests;
import io.kehu.starter.web.problem.ProblemException;
import io.kehu.starter.web.version.EntityVersion;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Searches of the stock over HTTP: start, follow, give up. */
@RestController
@WholeStock
@RequestMapping("/customer/v1/match-runs")
@Tag(name = "matching")
class MatchRunController {

    private final MatchRuns runs;
    private final MatchTasks.MatchStarts starts;
    private final IdempotentRequests idempotent;
    private final Transactions transactions;
    private final AuditTrail audit;

    MatchRunController(
            MatchRuns runs,
            MatchTasks.MatchStarts starts,
            IdempotentRequests idempotent,
            Transactions transactions,
            AuditTrail audit) {
        this.runs = runs;
        this.starts = starts;
        this.idempotent = idempotent;
        this.transactions = transactions;
        this.audit = audit;
    }

    /**
     * What to search.
     *
     * @param stage only customers of this stage; all when missing
     */
    record MatchRunRequest(CustomerDraft.@Nullable Stage stage) {}

    @PostMapping
    @ApiResponse(responseCode = "202", useReturnTypeSchema = true)
    @Operation(
            summary = "Search the stock for doubles",
            description =
                    "Runs as a job that survives a restart; poll the run. One at a time. Pairs that people have decided stay"
                            + " as they are; a run over all customers drops open pairs it no longer finds.")
    ResponseEntity<MatchRunView> start(
            @Valid @RequestBody(required = false) @Nullable MatchRunRequest request,
            @Parameter(description = IdempotentRequests.KEY_HELP)
                    @RequestHeader(name = "Idempotency-Key", required = false)
                    @Nullable
                    String idempotencyKey) {
        return idempotent.once(() -> {
            UUID id = TimeOrderedIds.next();
            CustomerDraft.Stage stage = request == null ? null : request.stage();
            if (!runs.begin(id, stage, Caller.required().originatingSubject())) {
                throw new ProblemException(CustomerProblem.MATCH_RUN_ACTIVE);
            }
            audit.record(AuditEntry.of("match.run", id.toString()));
            starts.start(id);
            MatchRun run = runs.required(id);
            return ResponseEntity.accepted()
                    .location(URI.create("/customer/v1/match-runs/" + id))
                    .eTag(new EntityVersion(run.version()).tag())
                    .body(MatchRunView.of(run));
        });
    }

    @GetMapping("/{id}")
    @Operation(summary = "How a search stands", description = "With what it learned of the stock once it is finished.")
    ResponseEntity<MatchRunView> get(@PathVariable UUID id) {
        MatchRun run = runs.required(id);
        return ResponseEntity.ok().eTag(new EntityVersion(run.version()).tag()).body(MatchRunView.of(run));
    }

    @DeleteMapping("/{id}")
    @ApiResponse(responseCode = "204", description = "Cancelled", content = @Content)
    @Operation(summary = "Cancel a search", description = "What it has written stays. Needs If-Match.")
    ResponseEntity<Void> cancel(
            @PathVariable UUID id, @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch) {
        EntityVersion expected = EntityVersion.required(ifMatch);
        transactions.run(() -> {
            MatchRun run = runs.lock(id);
            expected.mustBe(run.version(), () -> MatchRunView.of(run), () -> List.of("state"));
            if (run.state() != MatchRunState.RUNNING) {
                throw new ProblemException(CustomerProblem.MATCH_RUN_STATE, run.state());
            }
            runs.stop(id, MatchRunState.CANCELLED, null);
            audit.record(AuditEntry.of("match.cancel", id.toString()));
        });
        return ResponseEntity.noContent().build();
    }
}
