package io.kehu.customer.catalogue;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.kehu.starter.protection.catalogue.DataClass;
import io.kehu.starter.security.Role;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything of a custom field but its code; what a patch is applied to.
 *
 * @param dataClass what the values are; personal and sensitive ones are sealed
 * @param dictionary for choices: where the items are
 * @param visibleTo roles that see values in the clear; of personal and sensitive fields other staff see a mask, of the rest nothing
 * @param editableBy roles that may write values
 * @param searchable whether lists can be filtered by it
 * @param importable whether columns of a file can be mapped to it
 * @param position where it stands among the others
 */
record FieldSettings(
        @Valid @NotNull Label label,
        @NotNull FieldType type,
        @JsonProperty("class") @NotNull DataClass dataClass,
        @Valid @Nullable FieldRules rules,

        @Pattern(regexp = CustomField.CODE_PATTERN) @Nullable
        String dictionary,

        @NotEmpty @Size(max = 20) Set<@NotNull Role> visibleTo,
        @NotNull @Size(max = 20) Set<@NotNull Role> editableBy,
        boolean searchable,
        boolean importable,
        @Min(0) @Max(9_999) int position,
        CustomField.@NotNull State state) {

    FieldSettings {
        rules = rules == null ? FieldRules.NONE : rules;
    }

    @Override
    public FieldRules rules() {
        return rules == null ? FieldRules.NONE : rules;
    }

    boolean sealed() {
        return dataClass.compareTo(DataClass.PERSONAL) >= 0;
    }
}
