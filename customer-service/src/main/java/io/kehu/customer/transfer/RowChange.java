package io.kehu.customer.transfer;

import io.kehu.customer.catalogue.ImportedFields;
import io.kehu.customer.customer.BirthDate;
import io.kehu.customer.customer.ChangeCustomer;
import io.kehu.customer.customer.Consent;
import io.kehu.customer.customer.ContactPoint;
import io.kehu.customer.customer.CreditCode;
import io.kehu.customer.customer.CustomFields;
import io.kehu.customer.customer.Customer;
import io.kehu.customer.customer.CustomerDraft;
import io.kehu.customer.customer.NationalId;
import io.kehu.customer.customer.Ownership;
import io.kehu.customer.customer.Particulars;
import io.kehu.customer.customer.PersonName;
import io.kehu.customer.customer.Sex;
import io.kehu.customer.identity.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
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
                case "contactPoints" -> addContacts(changes, known, merged);
                case "formerNames" ->
                    merged.particulars()
                            .formerNames()
                            .forEach(name -> changes.add(new RowChange(field, null, name.value())));
                default -> changes.add(new RowChange(field, text(field, known), text(field, merged)));
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
        addBelonging(changes, existing, judgement.newBelonging());
        return changes;
    }

    private static void addBelonging(List<RowChange> changes, Customer existing, Belonging.New belonging) {
        Ownership before = existing.ownership();
        Ownership after = belonging.ownership();
        if (after != null) {
            addIf(changes, "owner", before.owner(), after.owner());
            addIf(changes, "team", before.team(), after.team());
            addIf(changes, "pool", before.pool(), after.pool());
        }
        belonging.tags().forEach(tag -> changes.add(new RowChange("tags", null, tag)));
    }

    private static void addIf(List<RowChange> changes, String field, @Nullable String before, @Nullable String after) {
        if (!Objects.equals(before, after)) {
            changes.add(new RowChange(field, before, after));
        }
    }

    private static void addContacts(List<RowChange> changes, CustomerDraft known, CustomerDraft merged) {
        for (ContactPoint point : merged.contactPoints()) {
            if (!known.contactPoints().contains(point)) {
                changes.add(new RowChange(point.kind().name().toLowerCase(Locale.ROOT), null, point.value()));
            }
        }
    }

    private static @Nullable String text(String field, CustomerDraft draft) {
        Particulars particulars = draft.particulars();
        return switch (field) {
            case "fullName" -> text(draft.fullName(), PersonName::value);
            case "birthDate" -> text(draft.birthDate(), BirthDate::text);
            case "givenName" -> text(particulars.givenName(), PersonName::value);
            case "familyName" -> text(particulars.familyName(), PersonName::value);
            case "sex" -> text(particulars.sex(), Sex::name);
            case "nationality" -> particulars.nationality();
            case "nationalId" -> text(particulars.nationalId(), NationalId::value);
            case "foreignId" -> text(particulars.foreignId(), id -> id.country() + ": " + id.value());
            case "creditCode" -> text(particulars.creditCode(), CreditCode::value);
            default -> null;
        };
    }

    private static <T> @Nullable String text(@Nullable T value, Function<T, String> text) {
        return value == null ? null : text.apply(value);
    }
}
