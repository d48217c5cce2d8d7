package io.kehu.customer.customer;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The fields of a record that have one value, so that records can be put together field by field. */
enum RecordField {
    FULL_NAME("fullName", CustomerDraft::fullName),
    GIVEN_NAME("givenName", draft -> draft.particulars().givenName()),
    FAMILY_NAME("familyName", draft -> draft.particulars().familyName()),
    FORMER_NAMES("formerNames", draft -> orNull(draft.particulars().formerNames())),
    BIRTH_DATE("birthDate", CustomerDraft::birthDate),
    SEX(
            "sex",
            draft -> draft.particulars().sex() == Sex.NOT_KNOWN
                    ? null
                    : draft.particulars().sex()),
    NATIONALITY("nationality", draft -> draft.particulars().nationality()),
    NATIONAL_ID("nationalId", draft -> draft.particulars().nationalId()),
    FOREIGN_ID("foreignId", draft -> draft.particulars().foreignId()),
    CREDIT_CODE("creditCode", draft -> draft.particulars().creditCode()),
    LANGUAGE("language", CustomerDraft::language),
    STAGE("stage", CustomerDraft::stage);

    private final String code;
    private final Function<CustomerDraft, @Nullable Object> value;

    RecordField(String code, Function<CustomerDraft, @Nullable Object> value) {
        this.code = code;
        this.value = value;
    }

    /** As the API calls it. */
    String code() {
        return code;
    }

    /** Null where nothing is known. */
    @Nullable
    Object of(CustomerDraft draft) {
        return value.apply(draft);
    }

    boolean isSame(CustomerDraft one, CustomerDraft other) {
        return Objects.equals(of(one), of(other));
    }

    static Optional<RecordField> of(String code) {
        return Arrays.stream(values()).filter(field -> field.code.equals(code)).findFirst();
    }

    /** A record with each field taken out of another one. */
    static CustomerDraft assemble(
            CustomerDraft.Kind kind, Function<RecordField, CustomerDraft> from, List<ContactPoint> points) {
        return new CustomerDraft(
                kind,
                from.apply(FULL_NAME).fullName(),
                from.apply(BIRTH_DATE).birthDate(),
                new Particulars(
                        from.apply(GIVEN_NAME).particulars().givenName(),
                        from.apply(FAMILY_NAME).particulars().familyName(),
                        from.apply(FORMER_NAMES).particulars().formerNames(),
                        from.apply(SEX).particulars().sex(),
                        from.apply(NATIONALITY).particulars().nationality(),
                        from.apply(NATIONAL_ID).particulars().nationalId(),
                        from.apply(FOREIGN_ID).particulars().foreignId(),
                        from.apply(CREDIT_CODE).particulars().creditCode()),
                from.apply(LANGUAGE).language(),
                from.apply(STAGE).stage(),
                points);
    }

    private static @Nullable List<PersonName> orNull(List<PersonName> names) {
        return names.isEmpty() ? null : names;
    }
}
