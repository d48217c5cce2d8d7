package io.kehu.customer.matching.model;

/**
 * A field of the records to be matched.
 *
 * @param name how explanations call it
 * @param comparison how its values are compared
 * @param role what agreement on it says about who somebody is
 */
public record FieldModel(String name, Comparison comparison, Role role) {

    /** What a field can prove. */
    public enum Role {
        /** Belongs to one person alone. */
        IDENTIFIER,
        /** Tells the members of a household apart: given or full name, birth date. */
        PERSON,
        /** Shared by people who live or work together: phone, surname. */
        SHARED,
        /** Shared by all who live together, always: where that is. Counts only for who is convincing without it. */
        PLACE,
        /** Neither, as in records that are no persons. */
        OTHER
    }
}
