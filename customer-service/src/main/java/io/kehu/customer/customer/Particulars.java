package io.kehu.customer.customer;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What else a customer is known by, beside the full name and the birth date.
 *
 * @param givenName without the family name
 * @param familyName without the given name
 * @param formerNames names the customer had before, at most 10
 * @param nationality ISO 3166-1 alpha-2
 * @param nationalId of a person
 * @param foreignId of a person: passport, or the number of another country
 * @param creditCode of an organisation
 */
public record Particulars(
        @Nullable PersonName givenName,
        @Nullable PersonName familyName,
        List<PersonName> formerNames,
        @Nullable Sex sex,
        @Nullable String nationality,
        @Nullable NationalId nationalId,
        @Nullable ForeignId foreignId,
        @Nullable CreditCode creditCode) {

    /** Nothing known. */
    public static final Particulars NONE = new Particulars(null, null, List.of(), null, null, null, null, null);

    public Particulars {
        formerNames = formerNames == null ? List.of() : List.copyOf(formerNames);
    }

    /** Names of the fields in which two differ. */
    static List<String> differences(Particulars before, Particulars after) {
        List<String> fields = new ArrayList<>();
        addIf(fields, "givenName", before.givenName, after.givenName);
        addIf(fields, "familyName", before.familyName, after.familyName);
        addIf(fields, "formerNames", before.formerNames, after.formerNames);
        addIf(fields, "sex", before.sex, after.sex);
        addIf(fields, "nationality", before.nationality, after.nationality);
        addIf(fields, "nationalId", before.nationalId, after.nationalId);
        addIf(fields, "foreignId", before.foreignId, after.foreignId);
        addIf(fields, "creditCode", before.creditCode, after.creditCode);
        return fields;
    }

    /** Whether the identity number says another birth date; a lunar one cannot be compared. */
    public boolean belie(@Nullable BirthDate birthDate) {
        Optional<LocalDate> born = birthDate == null ? Optional.empty() : birthDate.gregorian();
        return nationalId != null && born.isPresent() && !born.get().equals(nationalId.birthDate());
    }

    /** Names of the fields that an organisation cannot have. */
    public List<String> ofPersonsOnly() {
        List<String> fields = new ArrayList<>();
        addIf(fields, "nationalId", null, nationalId);
        addIf(fields, "foreignId", null, foreignId);
        addIf(fields, "sex", null, sex == Sex.MALE || sex == Sex.FEMALE ? sex : null);
        return fields;
    }

    /** Names of the fields that both know and that are not the same; names are left out, because people have several. */
    public List<String> contradictions(Particulars other) {
        List<String> fields = new ArrayList<>();
        addIfContrary(fields, "sex", orNull(sex), orNull(other.sex));
        addIfContrary(fields, "nationality", nationality, other.nationality);
        addIfContrary(fields, "nationalId", nationalId, other.nationalId);
        addIfContrary(fields, "foreignId", foreignId, other.foreignId);
        addIfContrary(fields, "creditCode", creditCode, other.creditCode);
        return fields;
    }

    /** What is known here stays; the other fills gaps. */
    public Particulars filledFrom(Particulars other) {
        return new Particulars(
                givenName == null ? other.givenName : givenName,
                familyName == null ? other.familyName : familyName,
                formerNames.isEmpty() ? other.formerNames : formerNames,
                orNull(sex) == null && other.sex != null ? other.sex : sex,
                nationality == null ? other.nationality : nationality,
                nationalId == null ? other.nationalId : nationalId,
                foreignId == null ? other.foreignId : foreignId,
                creditCode == null ? other.creditCode : creditCode);
    }

    /** Nothing but what was asked for. */
    public Particulars only(boolean personal, boolean identifying) {
        return (personal ? personal() : NONE).filledFrom(identifying ? identifying() : NONE);
    }

    /** Only what is personal. */
    Particulars personal() {
        return new Particulars(givenName, familyName, formerNames, sex, nationality, null, null, null);
    }

    /** Only what is sensitive. */
    Particulars identifying() {
        return new Particulars(null, null, List.of(), null, null, nationalId, foreignId, creditCode);
    }

    /** Names of the fields that have a value. */
    List<String> known() {
        return differences(NONE, this);
    }

    private static void addIf(List<String> fields, String name, @Nullable Object before, @Nullable Object after) {
        if (!Objects.equals(before, after)) {
            fields.add(name);
        }
    }

    /** That somebody does not know says nothing against somebody who does. */
    private static @Nullable Sex orNull(@Nullable Sex said) {
        return said == Sex.NOT_KNOWN ? null : said;
    }

    private static void addIfContrary(List<String> fields, String name, @Nullable Object one, @Nullable Object other) {
        if (one != null && other != null && !one.equals(other)) {
            fields.add(name);
        }
    }
}
