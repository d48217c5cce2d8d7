package io.kehu.customer.customer;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some values of a record at one time: those of the fields that a change touched; null where the field was empty or not touched. */
public record RecordedValues(
        @Nullable PersonName fullName,
        @Nullable BirthDate birthDate,
        @Nullable Particulars particulars,
        @Nullable String language,
        CustomerDraft.@Nullable Stage stage,
        @Nullable List<ContactPoint> contactPoints) {

    public static final RecordedValues NONE = new RecordedValues(null, null, null, null, null, null);

    static RecordedValues of(CustomerDraft draft, Collection<String> fields) {
        Particulars all = draft.particulars();
        Particulars touched = new Particulars(
                fields.contains("givenName") ? all.givenName() : null,
                fields.contains("familyName") ? all.familyName() : null,
                fields.contains("formerNames") ? all.formerNames() : List.of(),
                fields.contains("sex") ? all.sex() : null,
                fields.contains("nationality") ? all.nationality() : null,
                fields.contains("nationalId") ? all.nationalId() : null,
                fields.contains("foreignId") ? all.foreignId() : null,
                fields.contains("creditCode") ? all.creditCode() : null);
        return new RecordedValues(
                fields.contains("fullName") ? draft.fullName() : null,
                fields.contains("birthDate") ? draft.birthDate() : null,
                touched.equals(Particulars.NONE) ? null : touched,
                fields.contains("language") ? draft.language().toLanguageTag() : null,
                fields.contains("stage") ? draft.stage() : null,
                fields.contains("contactPoints") ? draft.contactPoints() : null);
    }
}
