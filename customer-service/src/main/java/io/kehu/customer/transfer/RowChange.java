package io.kehu.customer.transfer;

import io.kehu.customer.catalogue.ImportedFields;
import io.kehu.customer.customer.ChangeCustomer;
import io.kehu.customer.customer.Consent;
import io.kehu.customer.customer.ContactPoint;
import io.kehu.customer.customer.CustomFields;
import io.kehu.customer.customer.Customer;
import io.kehu.customer.customer.CustomerDraft;
import io.kehu.customer.identity.Numbers;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A value that a row would change of a known customer.
 *
 * @param field name of the field, or the target of the column it comes from
 * @param before null where nothing is known
 */
record RowChange(
        String field, @Nullable String before, @Nullable String after) {

    /** What a row that means a known customer would change. */
    static List<RowChange> of(Judgement judgement) {
        Customer existing = judgement.existing();
        CustomerDraft merged = judgement.merged();
        if (existing == null || merged == null) {
            return List.of();
        }
        CustomerDraft known = existing.draft();
        List<RowChange> changes = new ArrayList<>();
        for (String field : ChangeCustomer.differences(known, merged)) {
            switch (field) {
                case "fullName" ->
                    changes.add(new RowChange(
                            field,
                            known.fullName() == null ? null : known.fullName().value(),
                            merged.fullName() == null ? null : merged.fullName().value()));
                case "birthDate" ->
                    changes.add(new RowChange(field, text(known.birthDate()), text(merged.birthDate())));
                case "contactPoints" -> addContacts(changes, known, merged);
                default -> changes.add(new RowChange(field, null, null));
            }
        }
        for (Numbers.ExternalId reference : judgement.newReferences()) {
            changes.add(new RowChange("reference:" + reference.system(), null, reference.id()));
        }
        for (Consent consent : judgement.newConsents()) {
            changes.add(new RowChange(
                    "consent:" + consent.channel() + ":" + consent.purpose(),
                    null,
                    consent.state().name()));
        }
        judgement
                .newCustom()
                .forEach((code, value) ->
                        changes.add(new RowChange(CustomFields.PREFIX + code, null, ImportedFields.text(value))));
        return changes;
    }

    private static void addContacts(List<RowChange> changes, CustomerDraft known, CustomerDraft merged) {
        for (ContactPoint point : merged.contactPoints()) {
            if (!known.contactPoints().contains(point)) {
                changes.add(new RowChange(
                        point.kind() == ContactPoint.Kind.PHONE ? "phone" : "email", null, point.value()));
            }
        }
    }

    private static @Nullable String text(@Nullable LocalDate date) {
        return date == null ? null : date.toString();
    }
}
