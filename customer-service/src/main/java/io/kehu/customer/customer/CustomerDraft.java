package io.kehu.customer.customer;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a customer, validated and normalised; the part of a record that people edit.
 *
 * @param fullName missing for customers known only by an id of another system
 * @param birthDate not in the future, not before 1880
 * @param language BCP 47, one of those we can write in
 * @param contactPoints preferred first, at most 20 of a kind
 */
public record CustomerDraft(
        Kind kind,
        @Nullable PersonName fullName,
        @Nullable LocalDate birthDate,
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
}
