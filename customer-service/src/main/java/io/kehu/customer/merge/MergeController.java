package io.kehu.customer.merge;

import io.kehu.customer.CustomerProblem;
import io.kehu.customer.customer.CustomerExistsException;
import io.kehu.customer.customer.CustomerNumber;
import io.kehu.customer.customer.web.ObjectRules;
import io.kehu.starter.base.TimeOrderedIds;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.merging.MergedNumbers;
import io.kehu.starter.protection.audit.AuditEntry;
import io.kehu.starter.protection.audit.AuditTrail;
import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.idempotency.IdempotentRequests;
import io.kehu.starter.web.page.Cursor;
import io.kehu.starter.web.page.Page;
import io.kehu.starter.web.page.PageRequest;
import io.kehu.starter.web.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Merging customers and taking merges back, over HTTP. */
@RestController
@Tag(name = "merges")
class MergeController {

    private static final String PATH = "/customer/v1/merges/";

    private final PreviewMerge previewMerge;
    private final MergedRecords records;
    private final CustomerMerges merges;
    private final TakenSteps steps;
    private final MergeTasks.MergeStarts starts;
    private final MergeProperties properties;
    private final MergedNumbers numbers;
    private final ObjectRules objectRules;
    private final IdempotentRequests idempotent;
    private final Transactions transactions;
    private final AuditTrail audit;
    private final Clock clock;

    MergeController(
            PreviewMerge previewMerge,
            MergedRecords records,
            CustomerMerges merges,
            TakenSteps steps,
            MergeTasks.MergeStarts starts,
            MergeProperties properties,
            MergedNumbers numbers,
            ObjectRules objectRules,
            IdempotentRequests idempotent,
            Transactions transactions,
            AuditTrail audit,
            Clock clock) {
        this.previewMerge = previewMerge;
        this.records = records;
        this.merges = merges;
        this.steps = steps;
        this.starts = starts;
        this.properties = properties;
        this.numbers = numbers;
        this.objectRules = objectRules;
        this.idempotent = idempotent;
        this.transactions = transactions;
        this.audit = audit;
        this.clock = clock;
    }

    /** @param reason why they are not one; kept for ever, so nothing about the person */
    record UndoBody(
            @Schema(example = "Father and son") @NotBlank @Size(max = 300)
            String reason) {}

    /**
     * What a list of merges is narrowed to.
     *
     * @param number of a customer who took part
     */
    record MergeQuery(
            @Pattern(regexp = CustomerNumber.PATTERN) @Nullable
            String number,

            @Nullable MergeState state) {}

    @PostMapping("/customer/v1/merges")
    @ApiResponse(
            responseCode = "202",
            description = "Begun",
            content = @Content(schema = @Schema(implementation = MergeView.class)))
    @ApiResponse(
            responseCode = "200",
            description = "With `dryRun=true`: what it would do",
            content = @Content(schema = @Schema(implementation = MergePreview.class)))
    @Operation(
            summary = "Merge customers",
            description =
                    "The record is one at once; the other services follow, and are asked until they have answered. Old numbers go on"
                            + " finding the customer. If a service refuses, all is taken back. With `dryRun=true` nothing is changed, and"
                            + " the answer shows what the survivor would become, from which record each value comes, what would move in"
                            + " every service, and what stands in the way.")
    ResponseEntity<?> merge(
            @Valid @RequestBody MergeBody body,
            @Parameter(description = "`true` to see what would happen.") @RequestParam(required = false) @Nullable
                    Boolean dryRun,
            @Parameter(description = IdempotentRequests.KEY_HELP)
                    @RequestHeader(name = "Idempotency-Key", required = false)
                    @Nullable
                    String idempotencyKey) {
        MergeOrders.Wish wish = body.wish();
        if (Boolean.TRUE.equals(dryRun)) {
            return preview(reachable(wish));
        }
        UUID id = TimeOrderedIds.next();
        ResponseEntity<MergeView> answer = idempotent.once(() -> {
            CustomerMerge merge = merged(id, reachable(wish), body.reason());
            return ResponseEntity.accepted().location(URI.create(PATH + id)).body(view(merge));
        });
        starts.merge(id);
        return answer;
    }

    @GetMapping("/customer/v1/merges")
    @Operation(summary = "Merges", description = "Newest first, of customers the caller may see.")
    Page<MergeView> list(@ParameterObject @Valid PageRequest page, @ParameterObject @Valid MergeQuery query) {
        Cursor before = page.after(1);
        List<CustomerMerge> found = merges.page(
                objectRules.scope(),
                query.number() == null ? null : new CustomerNumber(query.number()),
                query.state(),
                before == null ? null : before.uuid(0),
                page.fetch());
        return Page.of(found, page, last -> Cursor.of(last.id())).map(this::view);
    }

    @GetMapping("/customer/v1/merges/{id}")
    @Operation(summary = "A merge, and how far it is")
    MergeView get(@PathVariable UUID id) {
        return view(visible(id));
    }

    @PostMapping("/customer/v1/merges/{id}:undo")
    @ApiResponse(responseCode = "202", useReturnTypeSchema = true)
    @Operation(
            summary = "Take a merge back",
            description =
                    "Every service gives back what it has, the records last. What came in under a number belongs to that number; what"
                            + " was changed or spent since stays, and is named. A later merge of the same customer is undone first.")
    ResponseEntity<MergeView> undo(
            @PathVariable UUID id,
            @Valid @RequestBody UndoBody body,
            @Parameter(description = IdempotentRequests.KEY_HELP)
                    @RequestHeader(name = "Idempotency-Key", required = false)
                    @Nullable
                    String idempotencyKey) {
        visible(id);
        ResponseEntity<MergeView> answer = idempotent.once(() -> {
            numbers.hold();
            CustomerMerge merge = merges.lock(id).orElseThrow(MergeController::notFound);
            mustBeUndoable(merge);
            merges.undo(id, Caller.required().originatingSubject(), body.reason());
            audit.record(AuditEntry.of("customer.merge.undo", merge.survivor().value())
                    .because("merge " + id));
            return ResponseEntity.accepted()
                    .location(URI.create(PATH + id))
                    .body(view(merges.find(id).orElseThrow(MergeController::notFound)));
        });
        starts.undo(id);
        return answer;
    }

    private ResponseEntity<MergePreview> preview(MergeOrders.Wish wish) {
        MergePreview preview = previewMerge.preview(wish);
        transactions.run(() -> audit.recordAll(wish.all().stream()
                .map(number -> AuditEntry.of("customer.merge.preview", number.value()))
                .toList()));
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(preview);
    }

    private CustomerMerge merged(UUID id, MergeOrders.Wish wish, String reason) {
        try {
            return records.merge(id, wish, reason, Caller.required().originatingSubject());
        } catch (CustomerExistsException e) {
            ProblemException problem = new ProblemException(CustomerProblem.CUSTOMER_EXISTS);
            throw objectRules.admits(e.existing())
                    ? problem.with("existing", e.existing().value())
                    : problem;
        }
    }

    private void mustBeUndoable(CustomerMerge merge) {
        if (merge.state() != MergeState.MERGED) {
            throw new ProblemException(CustomerProblem.MERGE_STATE, merge.state());
        }
        if (undoUntil(merge) == null || merges.image(merge.id()) == null) {
            throw new ProblemException(CustomerProblem.MERGE_UNDO_TOO_LATE);
        }
        if (merges.mergedAfter(merge)) {
            throw new ProblemException(CustomerProblem.MERGE_LATER_FIRST);
        }
    }

    /** @throws ProblemException 404 unless all of them are the caller's to see */
    private MergeOrders.Wish reachable(MergeOrders.Wish wish) {
        if (objectRules.admitted(wish.all()).size() < wish.all().size()) {
            throw new ProblemException(CustomerProblem.CUSTOMER_NOT_FOUND);
        }
        return wish;
    }

    private CustomerMerge visible(UUID id) {
        return merges.find(id)
                .filter(merge -> objectRules.admits(merge.survivor()))
                .orElseThrow(MergeController::notFound);
    }

    private MergeView view(CustomerMerge merge) {
        return MergeView.of(merge, steps.of(merge.id()), undoUntil(merge));
    }

    private @Nullable Instant undoUntil(CustomerMerge merge) {
        Instant until = merge.mergedAt().plus(properties.undoWindow());
        return merge.state() == MergeState.MERGED && clock.instant().isBefore(until) ? until : null;
    }

    private static ProblemException notFound() {
        return new ProblemException(CustomerProblem.MERGE_NOT_FOUND);
    }
}
