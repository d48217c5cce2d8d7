package io.kehu.customer.search;

import io.kehu.customer.customer.CustomFields;
import io.kehu.customer.customer.Customer;
import io.kehu.customer.customer.CustomerNumber;
import io.kehu.customer.customer.Scope;
import io.kehu.customer.customer.web.CustomerView;
import io.kehu.customer.customer.web.ObjectRules;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.protection.audit.AuditEntry;
import io.kehu.starter.protection.audit.AuditTrail;
import io.kehu.starter.web.page.Cursor;
import io.kehu.starter.web.page.Page;
import io.kehu.starter.web.page.PageRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** The one search box over HTTP. A POST, because what people search for is personal and belongs into no address and no log. */
@RestController
@Tag(name = "customers")
class SearchController {

    private final FindCustomers findCustomers;
    private final ObjectRules objectRules;
    private final CustomFields customFields;
    private final Transactions transactions;
    private final AuditTrail audit;

    SearchController(
            FindCustomers findCustomers,
            ObjectRules objectRules,
            CustomFields customFields,
            Transactions transactions,
            AuditTrail audit) {
        this.findCustomers = findCustomers;
        this.objectRules = objectRules;
        this.customFields = customFields;
        this.transactions = transactions;
        this.audit = audit;
    }

    /**
     * A question.
     *
     * @param q a customer number, a phone or its last four digits, a mail address, an official number (a foreign one with its country,
     *     {@code GB: 123}), an account with its network ({@code wechat: name}), a name in hanzi, pinyin or initials, an order number, or
     *     {@code #} and the name or code of a tag
     * @param limit 1 to 200; 50 when missing
     * @param cursor {@code nextCursor} of the page before
     */
    record SearchRequest(
            @Schema(example = "张三") @NotBlank @Size(max = 200)
            String q,

            @Schema(example = "50") @Min(1) @Max(200) @Nullable
            Integer limit,

            @Schema(example = "AZnzwm0cfD4") @Size(max = 500) @Nullable
            String cursor) {}

    /**
     * An answer.
     *
     * @param kind what the question was taken for
     * @param mayBe where a number is nobody's: numbers of customers that one typing mistake would explain; ask, do not choose
     */
    record SearchResult(
            Question.Kind kind,
            List<CustomerView> items,
            @Schema(example = "AZnzwm0cfD4") @Nullable String nextCursor,

            @Schema(example = "[\"C00000000135\"]") @Nullable
            List<String> mayBe) {}

    @PostMapping("/customer/v1/customers:search")
    @Operation(
            summary = "Find customers",
            description =
                    "Exact for numbers, phones, mail addresses, official numbers, accounts, order numbers and tags, also where the caller sees them masked. Names match by two or"
                            + " more hanzi anywhere, or by the beginning of the pinyin, the initials or a word.")
    ResponseEntity<SearchResult> search(@Valid @RequestBody SearchRequest request) {
        PageRequest page = new PageRequest(request.limit(), request.cursor());
        Cursor after = page.after(1);
        Question question = findCustomers.understand(request.q());
        Scope scope = objectRules.scope();
        FindCustomers.Answer answer =
                findCustomers.find(question, scope, after == null ? null : after.text(0), page.fetch());
        List<String> mayBe = answer.customers().isEmpty()
                ? findCustomers.mayBe(question, scope).stream()
                        .map(CustomerNumber::value)
                        .toList()
                : List.of();
        Page<Customer> customers = Page.of(
                answer.customers(), page, last -> Cursor.of(last.number().value()));
        Map<CustomerNumber, Map<String, Object>> custom = customFields.shown(
                customers.items().stream().map(Customer::number).toList());
        Page<CustomerView> result =
                customers.map(customer -> CustomerView.of(customer, custom.getOrDefault(customer.number(), Map.of())));
        // Shown is only what the audit trail knows of.
        transactions.run(() -> audit.recordAll(result.items().stream()
                .map(view -> AuditEntry.of("customer.search", view.number()))
                .toList()));
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(new SearchResult(
                        answer.kind(), result.items(), result.nextCursor(), mayBe.isEmpty() ? null : mayBe));
    }
}
