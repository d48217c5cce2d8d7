package io.kehu.customer.customer.web;

import io.kehu.customer.CustomerProblem;
import io.kehu.customer.customer.Consent;
import io.kehu.customer.customer.Consents;
import io.kehu.customer.customer.ContactPoint;
import io.kehu.customer.customer.CustomFields;
import io.kehu.customer.customer.Customer;
import io.kehu.customer.customer.CustomerDraft;
import io.kehu.customer.customer.CustomerNumber;
import io.kehu.customer.customer.Customers;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.protection.audit.AuditEntry;
import io.kehu.starter.protection.audit.AuditTrail;
import io.kehu.starter.web.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Values in the clear: for people with a reason, and for services at the moment of use. Each is on record. */
@RestController
@Tag(name = "customers")
class RevealController {

    private final Customers customers;
    private final Consents consents;
    private final CustomFields customFields;
    private final ObjectRules objectRules;
    private final Transactions transactions;
    private final AuditTrail audit;

    RevealController(
            Customers customers,
            Consents consents,
            CustomFields customFields,
            ObjectRules objectRules,
            Transactions transactions,
            AuditTrail audit) {
        this.customers = customers;
        this.consents = consents;
        this.customFields = customFields;
        this.objectRules = objectRules;
        this.transactions = transactions;
        this.audit = audit;
    }

    /** What can be revealed. */
    enum RevealField {
        FULL_NAME,
        BIRTH_DATE,
        CONTACT_POINTS,
        CUSTOM
    }

    /**
     * Asks for values.
     *
     * @param reason why, in the caller's words; kept in the audit trail, so nothing personal
     */
    record RevealRequest(
            @NotEmpty Set<@NotNull RevealField> fields,
            @NotBlank @Size(min = 5, max = 300) String reason) {}

    /** Values in the clear; only those that were asked for. */
    record Revealed(
            @Nullable String fullName,
            @Nullable String birthDate,
            @Nullable List<ContactPoint> contactPoints,
            @Nullable Map<String, Object> custom) {}

    /**
     * A service's question.
     *
     * @param fields any of name, email, phone, language, consents
     * @param purpose why, such as {@code notification}; goes into the audit trail
     */
    record BatchGetRequest(
            @NotEmpty @Size(max = 500) List<@NotNull @Pattern(regexp = CustomerNumber.PATTERN) String> numbers,
            @NotEmpty Set<@Pattern(regexp = "name|email|phone|language|consents") String> fields,
            @NotBlank @Size(max = 100) String purpose) {}

    /** What a service asked for, of one customer. */
    record BatchGetItem(
            String number,
            Customer.Status status,
            @Nullable String name,
            @Nullable String email,
            @Nullable String phone,
            @Nullable String language,
            @Nullable List<Consent> consents) {}

    /** Customers in the order asked for, and numbers nobody has. */
    record BatchGetResult(List<BatchGetItem> items, List<String> missing) {}

    @PostMapping("/customer/v1/customers/{number}/reveals")
    @Operation(
            summary = "See personal values in the clear",
            description = "Needs a reason; each reveal is in the audit trail and can be shown to the customer.")
    ResponseEntity<Revealed> reveal(@PathVariable String number, @Valid @RequestBody RevealRequest request) {
        CustomerNumber wanted = objectRules.readable(number);
        return transactions.call(() -> {
            Customer customer =
                    customers.find(wanted).orElseThrow(() -> new ProblemException(CustomerProblem.CUSTOMER_NOT_FOUND));
            String[] fields =
                    request.fields().stream().map(RevealField::name).sorted().toArray(String[]::new);
            audit.record(
                    AuditEntry.of("customer.reveal", wanted.value(), fields).because(request.reason()));
            CustomerDraft draft = customer.draft();
            Set<RevealField> asked = request.fields();
            Revealed revealed = new Revealed(
                    asked.contains(RevealField.FULL_NAME) && draft.fullName() != null
                            ? draft.fullName().value()
                            : null,
                    asked.contains(RevealField.BIRTH_DATE) && draft.birthDate() != null
                            ? draft.birthDate().toString()
                            : null,
                    asked.contains(RevealField.CONTACT_POINTS) ? draft.contactPoints() : null,
                    asked.contains(RevealField.CUSTOM) ? customFields.revealed(wanted) : null);
            return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(revealed);
        });
    }

    @PostMapping("/customer/v1/customers:batchGet")
    @Operation(
            summary = "Values of up to 500 customers, for services",
            description = "Unmasked, for use at once and not to be kept. Each customer read is in the audit trail.")
    ResponseEntity<BatchGetResult> batchGet(@Valid @RequestBody BatchGetRequest request) {
        List<CustomerNumber> numbers =
                request.numbers().stream().distinct().map(CustomerNumber::new).toList();
        return transactions.call(() -> {
            Map<CustomerNumber, Customer> found = customers.find(numbers);
            Map<CustomerNumber, List<Consent>> agreed =
                    request.fields().contains("consents") ? consents.of(numbers) : Map.of();
            List<BatchGetItem> items = new ArrayList<>();
            found.values().forEach(customer -> items.add(item(customer, request.fields(), agreed)));
            String[] fields = request.fields().stream().sorted().toArray(String[]::new);
            audit.recordAll(items.stream()
                    .map(item -> new AuditEntry(
                            "customer.batchGet", item.number(), List.of(fields), request.purpose(), null, true))
                    .toList());
            List<String> missing = numbers.stream()
                    .filter(number -> !found.containsKey(number))
                    .map(CustomerNumber::value)
                    .toList();
            return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(new BatchGetResult(items, missing));
        });
    }

    private static BatchGetItem item(Customer customer, Set<String> fields, Map<CustomerNumber, List<Consent>> agreed) {
        CustomerDraft draft = customer.draft();
        return new BatchGetItem(
                customer.number().value(),
                customer.status(),
                fields.contains("name") && draft.fullName() != null
                        ? draft.fullName().value()
                        : null,
                fields.contains("email") ? first(draft, ContactPoint.Kind.EMAIL) : null,
                fields.contains("phone") ? first(draft, ContactPoint.Kind.PHONE) : null,
                fields.contains("language") ? draft.language().toLanguageTag() : null,
                fields.contains("consents") ? agreed.getOrDefault(customer.number(), List.of()) : null);
    }

    private static @Nullable String first(CustomerDraft draft, ContactPoint.Kind kind) {
        return draft.contactPoints().stream()
                .filter(point -> point.kind() == kind)
                .map(ContactPoint::value)
                .findFirst()
                .orElse(null);
    }
}
