package io.kehu.customer.catalogue;

import io.kehu.customer.customer.CustomFields;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What layouts and views can show: fields of the record by their names, custom ones as {@code custom.<code>}. */
final class FieldNames {

    /** As in the API's view of a customer, particulars without the name of the group. */
    private static final Set<String> RECORD = Set.of(
            "number",
            "kind",
            "status",
            "stage",
            "fullName",
            "birthDate",
            "givenName",
            "familyName",
            "formerNames",
            "sex",
            "nationality",
            "nationalId",
            "foreignId",
            "creditCode",
            "language",
            "contactPoints",
            "source",
            "createdAt",
            "updatedAt");

    private FieldNames() {}

    /** Whether there is such a field, in use. */
    static boolean known(String name, Catalogue catalogue) {
        return RECORD.contains(name) || custom(name, catalogue) != null;
    }

    /** The active custom field of that name. */
    static @Nullable CustomField custom(String name, Catalogue catalogue) {
        if (!name.startsWith(CustomFields.PREFIX)) {
            return null;
        }
        CustomField field = catalogue.field(name.substring(CustomFields.PREFIX.length()));
        return field != null && field.active() ? field : null;
    }
}
