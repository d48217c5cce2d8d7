package io.kehu.customer.customer.web;

import io.kehu.customer.CustomerProblem;
import io.kehu.customer.customer.BirthDate;
import io.kehu.customer.customer.CustomerDraft;
import io.kehu.customer.customer.CustomerHistory;
import io.kehu.customer.customer.CustomerNumber;
import io.kehu.customer.customer.Customers;
import io.kehu.customer.customer.RecordedValues;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.protection.audit.AuditEntry;
import io.kehu.starter.protection.audit.AuditTrail;
import io.kehu.starter.protection.mask.Mask;
import io.kehu.starter.protection.mask.Masked;
import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.page.Cursor;
import io.kehu.starter.web.page.Page;
import io.kehu.starter.web.page.PageRequest;
import io.kehu.starter.web.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What became of a record, field by field, over HTTP. */
@RestController
@Tag(name = "customers")
class HistoryController {

    private final CustomerHistory history;
    private final Customers customers;
    private final ObjectRules objectRules;
    private final ChangedFields changedFields;
    private final Transactions transactions;
    private final AuditTrail audit;

    HistoryController(
            CustomerHistory history,
            Customers customers,
            ObjectRules objectRules,
            ChangedFields changedFields,
            Transactions transactions,
            AuditTrail audit) {
        this.history = history;
        this.customers = customers;
        this.objectRules = objectRules;
        this.changedFields = changedFields;
        this.transactions = transactions;
        this.audit = audit;
    }

    /**
     * One change.
     *
     * @param version of the record after it
     * @param actor who made it; customers see only themselves there
     * @param source how the new values came in; missing where none came, as with owner, team and pool, which have a history of their own
     * @param fields names of what changed, as far as the caller may know of the fields; none for the registration
     * @param before what they were; nothing for custom fields, status and ownership, and where it was not kept or was erased
     * @param after what they became
     */
    record ChangeView(
            @Schema(example = "3") long version,
            Instant at,

            @Schema(example = "9c1e2f60-5a3b-4c7d-8e21-0f6b7a9d1c34") @Nullable
            String actor,

            @Schema(example = "CONSOLE") @Nullable String source,

            @Schema(example = "[\"fullName\", \"contactPoints\", \"custom.shoe_size\"]")
            List<String> fields,

            @Nullable ValuesView before,
            @Nullable ValuesView after) {}

    /** Values of the fields that changed, as the caller may see them; those that were empty are missing. */
    record ValuesView(
            @Schema(example = "张三") @Masked(Mask.NAME) @Nullable
            String fullName,

            @Schema(example = "1990-05-01") @Masked(Mask.DATE) @Nullable
            String birthDate,

            @Nullable Boolean birthDateLunar,
            @Nullable Boolean birthDateLeapMonth,
            @Nullable ParticularsView particulars,
            @Schema(example = "zh-CN") @Nullable String language,
            CustomerDraft.@Nullable Stage stage,
            @Nullable List<ContactView> contactPoints) {

        static @Nullable ValuesView of(RecordedValues values) {
            if (values.equals(RecordedValues.NONE)) {
                return null;
            }
            BirthDate birthDate = values.birthDate();
            return new ValuesView(
                    values.fullName() == null ? null : values.fullName().value(),
                    birthDate == null ? null : birthDate.text(),
                    birthDate != null && birthDate.lunar() ? true : null,
                    birthDate != null && birthDate.leapMonth() ? true : null,
                    values.particulars() == null ? null : ParticularsView.of(values.particulars()),
                    values.language(),
                    values.stage(),
                    values.contactPoints() == null
                            ? null
                            : values.contactPoints().stream()
                                    .map(ContactView::of)
                                    .toList());
        }
    }

    @GetMapping("/customer/v1/customers/{number}/history")
    @Operation(
            summary = "What became of a record",
            description = "Newest first, with old and new values masked by role; the registration is the last entry.")
    ResponseEntity<Page<ChangeView>> history(@PathVariable String number, @ParameterObject @Valid PageRequest page) {
        CustomerNumber wanted = objectRules.readable(number);
        Cursor after = page.after(1);
        Caller caller = Caller.required();
        return transactions.call(() -> {
            if (customers.existing(List.of(wanted.value())).isEmpty()) {
                throw new ProblemException(CustomerProblem.CUSTOMER_NOT_FOUND);
            }
            List<CustomerHistory.Change> changes =
                    history.list(wanted, after == null ? null : after.number(0), page.fetch());
            audit.record(AuditEntry.of("customer.history", wanted.value()));
            Page<ChangeView> found =
                    Page.of(changes, page, last -> Cursor.of(last.version())).map(change -> view(change, caller));
            return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(found);
        });
    }

    private ChangeView view(CustomerHistory.Change change, Caller caller) {
        return new ChangeView(
                change.version(),
                change.at(),
                Colleagues.told(caller, change.actor()),
                change.source(),
                changedFields.told(change.fields()),
                ValuesView.of(change.before()),
                ValuesView.of(change.after()));
    }
}
