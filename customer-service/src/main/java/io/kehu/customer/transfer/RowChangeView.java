package io.kehu.customer.transfer;

import io.kehu.customer.catalogue.ImportedFields;
import io.kehu.customer.customer.CustomFields;
import io.kehu.starter.protection.mask.Mask;
import io.kehu.starter.protection.mask.Masked;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A change as a caller may see it.
 *
 * @param field name of the field, kind of the contact point, or the target of the column
 * @param before missing where nothing is known
 * @param after missing where the value is not shown
 */
record RowChangeView(
        @Schema(example = "phone") String field,
        @Nullable Value before,
        @Nullable Value after) {

    /** A value under the mask of its kind; one member is there. */
    record Value(
            @Schema(example = "张三") @Masked(Mask.NAME) @Nullable
            String name,

            @Schema(example = "1990-05-01") @Masked(Mask.DATE) @Nullable
            String date,

            @Schema(example = "+8613800138000") @Masked(Mask.PHONE) @Nullable
            String phone,

            @Schema(example = "zhang@example.com") @Masked(Mask.EMAIL) @Nullable
            String email,

            @Schema(example = "zhangsan_tea") @Masked(Mask.TEXT) @Nullable
            String id,

            @Schema(example = "11010519491231002X") @Masked(Mask.ID_NUMBER) @Nullable
            String officialNumber,

            @Schema(example = "科苑路 15 号") @Masked(Mask.TEXT) @Nullable
            String text,

            @Schema(example = "LOYAL") @Nullable String code,
            @Schema(example = "EU42") @Nullable String custom) {}

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
        return new Value(null, null, null, null, null, null, null, null, shown);
    }

    private static @Nullable Value value(String field, @Nullable String text) {
        if (text == null) {
            return null;
        }
        return switch (field.split(":", -1)[0]) {
            case "fullName", "givenName", "familyName", "formerNames" ->
                new Value(text, null, null, null, null, null, null, null, null);
            case "birthDate" -> new Value(null, text, null, null, null, null, null, null, null);
            case "phone" -> new Value(null, null, text, null, null, null, null, null, null);
            case "email" -> new Value(null, null, null, text, null, null, null, null, null);
            case "reference" -> new Value(null, null, null, null, text, null, null, null, null);
            case "nationalId", "foreignId", "creditCode" ->
                new Value(null, null, null, null, null, text, null, null, null);
            case "consent", "owner", "team", "pool", "tags" ->
                new Value(null, null, null, null, null, null, null, text, null);
            default -> new Value(null, null, null, null, null, null, text, null, null);
        };
    }
}
