package io.kehu.customer.tag;

import io.kehu.customer.bulk.BulkJobView;
import io.kehu.customer.bulk.BulkKind;
import io.kehu.customer.bulk.BulkOrder;
import io.kehu.customer.bulk.StartBulkJob;
import io.kehu.customer.catalogue.KeptFilters;
import io.kehu.customer.customer.CustomerList;
import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.idempotency.IdempotentRequests;
import io.kehu.starter.web.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Tagging whatever a view or filters find, over HTTP, as jobs. */
@RestController
@Tag(name = "tags")
class TagManyController {

    private static final String WHO =
            "Runs as a job that survives a restart; poll it, listen to its `progress`, or stop it. Of the customers the caller reaches"
                    + " when it starts, and still does when their turn comes: active, there when it was asked for, and as the filters"
                    + " say at that moment.";

    private final TagCustomers tagCustomers;
    private final KeptFilters filters;
    private final StartBulkJob startBulkJob;

    TagManyController(TagCustomers tagCustomers, KeptFilters filters, StartBulkJob startBulkJob) {
        this.tagCustomers = tagCustomers;
        this.filters = filters;
        this.startBulkJob = startBulkJob;
    }

    /**
     * Whom to tag. One of both must be there; empty filters mean everybody the caller reaches.
     *
     * @param view id of a saved view whose filters hold as well; what is said in {@code filters} counts before them
     */
    record ChosenBody(@Nullable UUID view, @Valid KeptFilters.@Nullable Asked filters) {}

    @PostMapping("/customer/v1/tags/{code}:applyAll")
    @ApiResponse(responseCode = "202", useReturnTypeSchema = true)
    @Operation(summary = "Give a tag to all that a view or filters find", description = WHO)
    ResponseEntity<BulkJobView> applyAll(
            @PathVariable @Pattern(regexp = CustomerList.TAG_CODE) String code,
            @Valid @RequestBody ChosenBody chosen,
            @Parameter(description = IdempotentRequests.KEY_HELP)
                    @RequestHeader(name = "Idempotency-Key", required = false)
                    @Nullable
                    String idempotencyKey) {
        return startBulkJob.start(() -> {
            tagCustomers.mustBeGivable(code);
            return order(BulkKind.APPLY_TAG, code, chosen);
        });
    }

    @PostMapping("/customer/v1/tags/{code}:removeAll")
    @ApiResponse(responseCode = "202", useReturnTypeSchema = true)
    @Operation(summary = "Take a tag from all that a view or filters find", description = WHO)
    ResponseEntity<BulkJobView> removeAll(
            @PathVariable @Pattern(regexp = CustomerList.TAG_CODE) String code,
            @Valid @RequestBody ChosenBody chosen,
            @Parameter(description = IdempotentRequests.KEY_HELP)
                    @RequestHeader(name = "Idempotency-Key", required = false)
                    @Nullable
                    String idempotencyKey) {
        return startBulkJob.start(() -> {
            tagCustomers.required(code);
            return order(BulkKind.REMOVE_TAG, code, chosen);
        });
    }

    private BulkOrder order(BulkKind kind, String code, ChosenBody chosen) {
        if (chosen.view() == null && chosen.filters() == null) {
            throw ProblemException.field("/filters", "view-or-filters");
        }
        return new BulkOrder(kind, filters.selection(chosen.view(), chosen.filters(), Caller.required()), code);
    }
}
