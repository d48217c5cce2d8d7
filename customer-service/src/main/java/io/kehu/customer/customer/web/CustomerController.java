package io.kehu.customer.customer.web;

import io.kehu.customer.CustomerProblem;
import io.kehu.customer.customer.ChangeCustomer;
import io.kehu.customer.customer.CustomFields;
import io.kehu.customer.customer.Customer;
import io.kehu.customer.customer.CustomerDraft;
import io.kehu.customer.customer.CustomerExistsException;
import io.kehu.customer.customer.CustomerList;
import io.kehu.customer.customer.CustomerNumber;
import io.kehu.customer.customer.Customers;
import io.kehu.customer.customer.Scope;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.protection.audit.AuditEntry;
import io.kehu.starter.protection.audit.AuditTrail;
import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.page.Cursor;
import io.kehu.starter.web.page.Page;
import io.kehu.starter.web.page.PageRequest;
import io.kehu.starter.web.problem.ProblemException;
import io.kehu.starter.web.version.EntityVersion;
import io.kehu.starter.web.version.MergePatch;
import io.kehu.starter.web.version.MergePatches;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Records over HTTP: read and changed. */
@RestController
@Tag(name = "customers")
class CustomerController {

    private final Customers customers;
    private final CustomerList customerList;
    private final ObjectRules objectRules;
    private final ChangeCustomer changeCustomer;
    private final CustomFields customFields;
    private final ShownCustomers shown;
    private final ListFilters listFilters;
    private final DraftReader drafts;
    private final MergePatches patches;
    private final Transactions transactions;
    private final AuditTrail audit;

    CustomerController(
            Customers customers,
            CustomerList customerList,
            ObjectRules objectRules,
            ChangeCustomer changeCustomer,
            CustomFields customFields,
            ShownCustomers shown,
            ListFilters listFilters,
            DraftReader drafts,
            MergePatches patches,
            Transactions transactions,
            AuditTrail audit) {
        this.customers = customers;
        this.customerList = customerList;
        this.objectRules = objectRules;
        this.changeCustomer = changeCustomer;
        this.customFields = customFields;
        this.shown = shown;
        this.listFilters = listFilters;
        this.drafts = drafts;
        this.patches = patches;
        this.transactions = transactions;
        this.audit = audit;
    }

    @GetMapping("/customer/v1/customers/{number}")
    @Operation(
            summary = "A customer",
            description = "Personal values are masked by role; members see their own in full.")
    ResponseEntity<CustomerView> get(@PathVariable String number) {
        CustomerNumber wanted = objectRules.readable(number);
        return transactions.call(() -> {
            Customer customer = customers.find(wanted).orElseThrow(CustomerController::notFound);
            audit.record(AuditEntry.of("customer.read", wanted.value()));
            return ResponseEntity.ok()
                    .eTag(new EntityVersion(customer.version()).tag())
                    .cacheControl(CacheControl.noStore())
                    .body(shown.of(customer));
        });
    }

    @GetMapping("/customer/v1/customers")
    @Operation(
            summary = "Customers by number",
            description =
                    "Those the caller may see. Filters by what is not personal; :search finds people. Searchable custom fields that"
                            + " are not personal filter as `custom.<code>=value`, numbers and dates also as `custom.<code>.from` and"
                            + " `custom.<code>.to` (both included).")
    Page<CustomerView> list(
            @ParameterObject @Valid PageRequest page,
            @ParameterObject @Valid ListQuery query,
            @Parameter(hidden = true) @RequestParam MultiValueMap<String, String> parameters) {
        Cursor after = page.after(1);
        Scope scope = objectRules.scope();
        return transactions.call(() -> {
            List<CustomerNumber> numbers = customerList.page(
                    query.filter(),
                    listFilters.of(parameters),
                    scope,
                    after == null ? null : after.text(0),
                    page.fetch());
            Page<CustomerNumber> found = Page.of(numbers, page, last -> Cursor.of(last.value()));
            Map<CustomerNumber, Map<String, Object>> custom = customFields.shown(found.items());
            List<CustomerView> views = customers.find(found.items()).values().stream()
                    .map(customer -> CustomerView.of(customer, custom.getOrDefault(customer.number(), Map.of())))
                    .toList();
            audit.recordAll(views.stream()
                    .map(view -> AuditEntry.of("customer.list", view.number()))
                    .toList());
            return new Page<>(views, found.nextCursor());
        });
    }

    @PatchMapping(path = "/customer/v1/customers/{number}", consumes = MergePatch.MEDIA_TYPE)
    @Operation(
            summary = "Change a customer",
            description =
                    "JSON Merge Patch over `fullName`, `birthDate` (with `birthDateLunar`, `birthDateLeapMonth`), `particulars`,"
                            + " `language`, `stage`, `contactPoints` (the whole list) and each member of `custom`;"
                            + " `verified` names fields the caller made sure of."
                            + " Needs If-Match; a stale one is answered with 412, the current record and the fields that changed.")
    ResponseEntity<CustomerView> patch(
            @PathVariable String number,
            @Parameter(description = "ETag of the record as it was read.")
                    @RequestHeader(name = "If-Match", required = false)
                    @Nullable
                    String ifMatch,
            @RequestBody MergePatch patch) {
        CustomerNumber wanted = objectRules.writable(number);
        EntityVersion expected = EntityVersion.required(ifMatch);
        return transactions.call(() -> {
            Customer current = customers.lock(wanted).orElseThrow(CustomerController::notFound);
            ObjectRules.mustBeActive(current.status());
            shown.mustBe(expected, current);
            boolean customToo = patch.members().contains("custom");
            CustomerBody before = body(current.draft(), customToo ? customFields.untouched() : null);
            CustomerBody body = patches.apply(patch, before, CustomerBody.class);
            CustomerDraft draft = drafts.read(body);
            if (draft.kind() != current.draft().kind()) {
                throw ProblemException.field("/kind", "immutable");
            }
            List<String> changed =
                    customToo ? customFields.change(wanted, customFields.touched(body.custom())) : List.of();
            try {
                changeCustomer.change(
                        current, draft, changed, Said.by(Caller.required(), body.verified(), current.draft(), draft));
            } catch (CustomerExistsException e) {
                ProblemException problem = new ProblemException(CustomerProblem.CUSTOMER_EXISTS);
                throw objectRules.admits(e.existing())
                        ? problem.with("existing", e.existing().value())
                        : problem;
            }
            audit.record(AuditEntry.of(
                    "customer.change", wanted.value(), patch.members().toArray(String[]::new)));
            Customer after = customers.find(wanted).orElseThrow(CustomerController::notFound);
            return ResponseEntity.ok()
                    .eTag(new EntityVersion(after.version()).tag())
                    .cacheControl(CacheControl.noStore())
                    .body(shown.of(after));
        });
    }

    private static CustomerBody body(CustomerDraft draft, @Nullable Map<String, @Nullable Object> custom) {
        return new CustomerBody(
                draft.kind(),
                draft.fullName() == null ? null : draft.fullName().value(),
                draft.birthDate() == null ? null : draft.birthDate().text(),
                draft.birthDate() != null && draft.birthDate().lunar() ? true : null,
                draft.birthDate() != null && draft.birthDate().leapMonth() ? true : null,
                ParticularsBody.of(draft.particulars()),
                draft.language().toLanguageTag(),
                draft.stage(),
                draft.contactPoints().stream().map(ContactPointBody::of).toList(),
                custom,
                null);
    }

    private static ProblemException notFound() {
        return new ProblemException(CustomerProblem.CUSTOMER_NOT_FOUND);
    }
}
