package io.kehu.customer.customer.web;

import io.kehu.customer.CustomerProblem;
import io.kehu.customer.customer.BirthDate;
import io.kehu.customer.customer.Consent;
import io.kehu.customer.customer.Consents;
import io.kehu.customer.customer.ContactPoint;
import io.kehu.customer.customer.CustomFields;
import io.kehu.customer.customer.Customer;
import io.kehu.customer.customer.CustomerDraft;
import io.kehu.customer.customer.CustomerNumber;
import io.kehu.customer.customer.Customers;
import io.kehu.customer.customer.Particulars;
import io.kehu.customer.customer.PersonName;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.merging.MergedNumbers;
import io.kehu.starter.protection.audit.AuditEntry;
import io.kehu.starter.protection.audit.AuditTrail;
import io.kehu.starter.web.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
    private final MergedNumbers mergedNumbers;
    private final Consents consents;
    private final CustomFields customFields;
    private final ObjectRules objectRules;
    private final Transactions transactions;
    private final AuditTrail audit;
    private final Clock clock;

    RevealController(
            Customers customers,
            MergedNumbers mergedNumbers,
            Consents consents,
            CustomFields customFields,
            ObjectRules objectRules,
            Transactions transactions,
            AuditTrail audit,
            Clock clock) {
        this.customers = customers;
        this.mergedNumbers = mergedNumbers;
        this.consents = consents;
        this.customFields = customFields;
        this.objectRules = objectRules;
        this.transactions = transactions;
        this.audit = audit;
        this.clock = clock;
    }

    /** What can be revealed. */
    enum RevealField {
        FULL_NAME,
        BIRTH_DATE,
        CONTACT_POINTS,
        PARTICULARS,
        IDENTIFIERS,
        CUSTOM
    }

    /**
     * Asks for values.
     *
     * @param reason why, in the caller's words; kept in the audit trail, so nothing personal
     */
    record RevealRequest(
            @NotEmpty Set<@NotNull RevealField> fields,

            @Schema(example = "客户来电核对 / caller asks to check the number") @NotBlank @Size(min = 5, max = 300)
            String reason) {}

    /** Values in the clear; only those that were asked for. */
    record Revealed(
            @Schema(example = "张三") @Nullable String fullName,
            @Schema(example = "1990-05-01") @Nullable String birthDate,
            @Nullable Boolean birthDateLunar,
            @Nullable Boolean birthDateLeapMonth,
            @Nullable ParticularsBody particulars,
            @Nullable List<ContactPoint> contactPoints,
            @Nullable Map<String, Object> custom) {}

    /**
     * A service's question.
     *
     * @param fields any of name, email, phone, language, consents
     * @param purpose why, such as {@code notification}; goes into the audit trail
     */
    record BatchGetRequest(
            @Schema(example = "[\"C00000000135\", \"C00000000232\"]") @NotEmpty @Size(max = 500)
            List<@NotNull @Pattern(regexp = CustomerNumber.PATTERN) String> numbers,

            @Schema(example = "[\"name\", \"email\"]") @NotEmpty
            Set<@Pattern(regexp = "name|email|phone|language|consents") String> fields,

            @Schema(example = "points-statement") @NotBlank @Size(max = 100)
            String purpose) {}

    /**
     * What a service asked for, of one customer.
     *
     * @param number as asked for
     * @param livingNumber that stands for the customer now; another one after a merge
     */
    record BatchGetItem(
            @Schema(example = "C00000000135") String number,
            @Schema(example = "C00000000135") String livingNumber,
            Customer.Status status,
            @Schema(example = "张三") @Nullable String name,
            @Schema(example = "zhang@example.com") @Nullable String email,
            @Schema(example = "+8613800138000") @Nullable String phone,
            @Schema(example = "zh-CN") @Nullable String language,
            @Nullable List<Consent> consents) {}

    /** Customers in the order asked for, and numbers nobody has. */
    record BatchGetResult(
            List<BatchGetItem> items,
            @Schema(example = "[\"C99999999222\"]") List<String> missing) {}

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
            Map<String, Object> custom =
                    request.fields().contains(RevealField.CUSTOM) ? customFields.revealed(wanted) : null;
            return ResponseEntity.ok()
                    .cacheControl(CacheControl.noStore())
                    .body(revealed(customer.draft(), request.fields(), custom));
        });
    }

    private static Revealed revealed(
            CustomerDraft draft, Set<RevealField> asked, @Nullable Map<String, Object> custom) {
        PersonName name = asked.contains(RevealField.FULL_NAME) ? draft.fullName() : null;
        BirthDate birthDate = asked.contains(RevealField.BIRTH_DATE) ? draft.birthDate() : null;
        Particulars particulars = draft.particulars()
                .only(asked.contains(RevealField.PARTICULARS), asked.contains(RevealField.IDENTIFIERS));
        return new Revealed(
                name == null ? null : name.value(),
                birthDate == null ? null : birthDate.text(),
                birthDate != null && birthDate.lunar() ? true : null,
                birthDate != null && birthDate.leapMonth() ? true : null,
                ParticularsBody.of(particulars),
                asked.contains(RevealField.CONTACT_POINTS) ? draft.contactPoints() : null,
                custom);
    }

    @PostMapping("/customer/v1/customers:batchGet")
    @Operation(
            summary = "Values of up to 500 customers, for services",
            description = "Unmasked, for use at once and not to be kept. Each customer read is in the audit trail.")
    ResponseEntity<BatchGetResult> batchGet(@Valid @RequestBody BatchGetRequest request) {
        List<CustomerNumber> numbers =
                request.numbers().stream().distinct().map(CustomerNumber::new).toList();
        return transactions.call(() -> {
            Map<CustomerNumber, CustomerNumber> living = living(numbers);
            Map<CustomerNumber, Customer> found = customers.find(living.values());
            Map<CustomerNumber, List<Consent>> agreed =
                    request.fields().contains("consents") ? consents.of(living.values()) : Map.of();
            List<BatchGetItem> items = new ArrayList<>();
            LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
            living.forEach((asked, number) -> {
                Customer customer = found.get(number);
                if (customer != null) {
                    items.add(item(asked, customer, request.fields(), agreed, today));
                }
            });
            String[] fields = request.fields().stream().sorted().toArray(String[]::new);
            audit.recordAll(items.stream()
                    .map(item -> new AuditEntry(
                            "customer.batchGet", item.number(), List.of(fields), request.purpose(), null, true))
                    .toList());
            List<String> missing = numbers.stream()
                    .filter(number -> !found.containsKey(living.get(number)))
                    .map(CustomerNumber::value)
                    .toList();
            return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(new BatchGetResult(items, missing));
        });
    }

    /** In the order asked for. */
    private Map<CustomerNumber, CustomerNumber> living(List<CustomerNumber> asked) {
        Map<String, String> merged =
                mergedNumbers.living(asked.stream().map(CustomerNumber::value).toList());
        Map<CustomerNumber, CustomerNumber> living = new LinkedHashMap<>();
        asked.forEach(
                number -> living.put(number, new CustomerNumber(merged.getOrDefault(number.value(), number.value()))));
        return living;
    }

    private static BatchGetItem item(
            CustomerNumber asked,
            Customer customer,
            Set<String> fields,
            Map<CustomerNumber, List<Consent>> agreed,
            LocalDate today) {
        CustomerDraft draft = customer.draft();
        return new BatchGetItem(
                asked.value(),
                customer.number().value(),
                customer.status(),
                fields.contains("name") && draft.fullName() != null
                        ? draft.fullName().value()
                        : null,
                fields.contains("email") ? first(draft, ContactPoint.Kind.EMAIL, today) : null,
                fields.contains("phone") ? first(draft, ContactPoint.Kind.PHONE, today) : null,
                fields.contains("language") ? draft.language().toLanguageTag() : null,
                fields.contains("consents") ? agreed.getOrDefault(customer.number(), List.of()) : null);
    }

    /** The preferred one, unless its time is over or has not come. */
    private static @Nullable String first(CustomerDraft draft, ContactPoint.Kind kind, LocalDate today) {
        return draft.contactPoints().stream()
                .filter(point -> point.kind() == kind && point.validOn(today))
                .map(ContactPoint::value)
                .findFirst()
                .orElse(null);
    }
}
