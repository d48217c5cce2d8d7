package io.kehu.customer.transfer;

import io.kehu.customer.catalogue.ImportedFields;
import io.kehu.customer.customer.CustomFields;
import io.kehu.starter.protection.mask.Mask;
import io.kehu.starter.protection.mask.Masked;
import org.jspecify.annotations.Nullable;

/**
 * A change as a caller may see it.
 *
 * @param field {@code fullName}, {@code birthDate}, {@code phone}, {@code email}, or the target of the column
 * @param before missing where nothing is known
 * @param after missing where the value is not shown
 */
record RowChangeView(
        String field, @Nullable Value before, @Nullable Value after) {

    /** A value under the mask of its kind; one member is there. */
    record Value(
            @Masked(Mask.NAME) @Nullable String name,
            @Masked(Mask.DATE) @Nullable String date,
            @Masked(Mask.PHONE) @Nullable String phone,
            @Masked(Mask.EMAIL) @Nullable String email,
            @Masked(Mask.TEXT) @Nullable String id,
            @Nullable String code,
            @Nullable String custom) {}

    /** Of a custom field, masked already; null when the caller does not know of the field. */
    static @Nullable RowChangeView of(RowChange change, ImportedFields customFields) {
        if (change.field().startsWith(CustomFields.PREFIX)) {
            String code = change.field().substring(CustomFields.PREFIX.length());
            String shown = change.after() == null ? null : customFields.shown(code, change.after());
            return shown == null ? null : new RowChangeView(change.field(), null, custom(shown));
        }
        return new RowChangeView(
                change.field(), value(change.field(), change.before()), value(change.field(), change.after()));
    }

    private static Value custom(String shown) {
        return new Value(null, null, null, null, null, null, shown);
    }

    private static @Nullable Value value(String field, @Nullable String text) {
        if (text == null) {
            return null;
        }
        return switch (field.split(":", -1)[0]) {
            case "fullName" -> new Value(text, null, null, null, null, null, null);
            case "birthDate" -> new Value(null, text, null, null, null, null, null);
            case "phone" -> new Value(null, null, text, null, null, null, null);
            case "email" -> new Value(null, null, null, text, null, null, null);
            case "consent" -> new Value(null, null, null, null, null, text, null);
            default -> new Value(null, null, null, null, text, null, null);
        };
    }
}
