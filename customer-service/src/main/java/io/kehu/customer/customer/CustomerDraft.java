package io.kehu.customer.customer;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a customer, validated and normalised; the part of a record that people edit.
 *
 * @param fullName missing for customers known only by an id of another system
 * @param birthDate not in the future, not before 1880
 * @param particulars what else the customer is known by
 * @param language BCP 47, one of those we can write in
 * @param contactPoints by kind, the preferred one of each first, at most 20 of a kind
 */
public record CustomerDraft(
        Kind kind,
        @Nullable PersonName fullName,
        @Nullable BirthDate birthDate,
        Particulars particulars,
        Locale language,
        Stage stage,
        List<ContactPoint> contactPoints) {

    /** What a customer is. */
    public enum Kind {
        PERSON,
        ORGANISATION
    }

    /** Where a customer stands in their life with us. */
    public enum Stage {
        PROSPECT,
        LEAD,
        ACTIVE,
        LOYAL,
        DORMANT,
        LOST
    }

    public CustomerDraft {
        contactPoints = List.copyOf(contactPoints);
    }

    /** Names of the fields that have a value, but for contact points, which speak for themselves. */
    public Set<String> knownFields() {
        Set<String> fields = new LinkedHashSet<>(particulars.known());
        if (fullName != null) {
            fields.add("fullName");
        }
        if (birthDate != null) {
            fields.add("birthDate");
        }
        fields.add("language");
        fields.add("stage");
        return fields;
    }
}
