package io.kehu.customer.customer;

import io.kehu.starter.protection.key.Column;
import io.kehu.starter.protection.key.PersonalData;
import org.jspecify.annotations.Nullable;

/** The personal columns of a record's row, sealed; a column is null where nothing is known. */
record SealedDraft(
        byte @Nullable [] fullName,
        byte @Nullable [] birthDate,
        byte @Nullable [] particulars,
        byte @Nullable [] identifiers) {

    static final Column PARTICULARS = new Column("customer", "particulars");
    static final Column IDENTIFIERS = new Column("customer", "identifiers");

    static SealedDraft of(PersonalData.Vault vault, CustomerNumber number, CustomerDraft draft) {
        PersonName name = draft.fullName();
        BirthDate birthDate = draft.birthDate();
        Particulars personal = draft.particulars().personal();
        Particulars identifying = draft.particulars().identifying();
        return new SealedDraft(
                sealed(vault, number, Customers.FULL_NAME, name == null ? null : name.value()),
                sealed(vault, number, Customers.BIRTH_DATE, birthDate == null ? null : birthDate.stored()),
                sealed(vault, number, PARTICULARS, text(personal)),
                sealed(vault, number, IDENTIFIERS, text(identifying)));
    }

    /** What the two sealed documents said. */
    static Particulars particulars(@Nullable String personal, @Nullable String identifying) {
        Particulars first = personal == null ? Particulars.NONE : SealedJson.read(personal, Particulars.class);
        Particulars second = identifying == null ? Particulars.NONE : SealedJson.read(identifying, Particulars.class);
        return first.filledFrom(second);
    }

    private static @Nullable String text(Particulars part) {
        return part.equals(Particulars.NONE) ? null : SealedJson.write(part);
    }

    private static byte @Nullable [] sealed(
            PersonalData.Vault vault, CustomerNumber number, Column column, @Nullable String value) {
        return value == null ? null : vault.seal(number.value(), column, value);
    }
}
