package io.kehu.customer.catalogue;

import io.kehu.customer.customer.CustomFields;
import io.kehu.customer.customer.CustomerDraft;
import io.kehu.customer.customer.CustomerList;
import io.kehu.customer.customer.CustomerNumber;
import io.kehu.customer.customer.Customers;
import io.kehu.customer.customer.Restriction;
import io.kehu.customer.customer.Scope;
import io.kehu.customer.customer.web.CustomerView;
import io.kehu.customer.customer.web.ListQuery;
import io.kehu.customer.customer.web.ObjectRules;
import io.kehu.customer.staff.Teams;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.protection.audit.AuditEntry;
import io.kehu.starter.protection.audit.AuditTrail;
import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.page.Cursor;
import io.kehu.starter.web.page.Page;
import io.kehu.starter.web.page.PageRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Lists by custom fields and saved views. A POST, because what is asked for may be personal and belongs into no address and no log. */
@RestController
@Tag(name = "customers")
class FilterController {

    private final CustomFilters filters;
    private final SavedViews views;
    private final Customers customers;
    private final CustomerList customerList;
    private final ObjectRules objectRules;
    private final CustomFields customFields;
    private final Transactions transactions;
    private final AuditTrail audit;

    FilterController(
            CustomFilters filters,
            SavedViews views,
            Customers customers,
            CustomerList customerList,
            ObjectRules objectRules,
            CustomFields customFields,
            Transactions transactions,
            AuditTrail audit) {
        this.filters = filters;
        this.views = views;
        this.customers = customers;
        this.customerList = customerList;
        this.objectRules = objectRules;
        this.customFields = customFields;
        this.transactions = transactions;
        this.audit = audit;
    }

    /**
     * A question. All that is said must hold.
     *
     * @param view id of a saved view whose filters hold as well; what is said here counts before them
     * @param owner subject of the owner; {@code me} for the caller
     * @param team code of the team
     * @param pool code of the public pool they lie in, owned by nobody
     * @param tag code of a tag
     * @param custom exact values by code, or {@code {from, to}} for numbers and dates; sealed fields only exactly
     * @param limit 1 to 200; 50 when missing
     * @param cursor {@code nextCursor} of the page before
     */
    record FilterRequest(
            @Nullable UUID view,
            CustomerDraft.@Nullable Stage stage,

            @Schema(example = "9c1e2f60-5a3b-4c7d-8e21-0f6b7a9d1c34") @Size(min = 1, max = 100) @Nullable
            String owner,

            @Schema(example = "SOUTH") @Pattern(regexp = Teams.CODE) @Nullable
            String team,

            @Schema(example = "PUBLIC") @Pattern(regexp = Teams.CODE) @Nullable
            String pool,

            @Schema(example = "TEA_LOVER") @Pattern(regexp = CustomerList.TAG_CODE) @Nullable
            String tag,

            @Schema(example = "{\"shoe_size\": \"EU42\", \"height_cm\": {\"from\": 170, \"to\": 180}}")
            @Size(max = 20)
            @Nullable
            Map<String, @NotNull Object> custom,

            @Schema(example = "50") @Min(1) @Max(200) @Nullable
            Integer limit,

            @Schema(example = "AZnzwm0cfD4") @Size(max = 500) @Nullable
            String cursor) {}

    @PostMapping("/customer/v1/customers:filter")
    @Operation(
            summary = "Customers by custom fields or by a saved view",
            description =
                    "Of those the caller may see. Exact also for fields the caller sees masked. In the order of numbers.")
    ResponseEntity<Page<CustomerView>> filter(@Valid @RequestBody FilterRequest request) {
        PageRequest page = new PageRequest(request.limit(), request.cursor());
        Cursor after = page.after(1);
        Scope scope = objectRules.scope();
        return transactions.call(() -> {
            SavedView.Filters saved = request.view() == null
                    ? SavedView.Filters.NONE
                    : views.readable(request.view(), Caller.required())
                            .settings()
                            .filters();
            Map<String, Object> custom = new TreeMap<>(saved.custom());
            if (request.custom() != null) {
                custom.putAll(request.custom());
            }
            CustomerDraft.Stage stage = request.stage() == null ? saved.stage() : request.stage();
            Restriction restriction = filters.restriction(custom, true, "/custom/");
            CustomerList.Filter filter =
                    new ListQuery(stage, request.owner(), request.team(), request.pool(), request.tag()).filter();
            List<CustomerNumber> numbers =
                    customerList.page(filter, restriction, scope, after == null ? null : after.text(0), page.fetch());
            Page<CustomerNumber> found = Page.of(numbers, page, last -> Cursor.of(last.value()));
            Page<CustomerView> shown = new Page<>(views(found.items()), found.nextCursor());
            audit.recordAll(shown.items().stream()
                    .map(view -> AuditEntry.of("customer.filter", view.number()))
                    .toList());
            return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(shown);
        });
    }

    private List<CustomerView> views(List<CustomerNumber> numbers) {
        Map<CustomerNumber, Map<String, Object>> custom = customFields.shown(numbers);
        return customers.find(numbers).values().stream()
                .map(customer -> CustomerView.of(customer, custom.getOrDefault(customer.number(), Map.of())))
                .toList();
    }
}
