package io.kehu.customer.catalogue;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.kehu.starter.protection.catalogue.DataClass;
import io.kehu.starter.security.Role;
import io.swagger.v3.oas.annotations.media.Schema;
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
 * A custom field as it is asked for.
 *
 * @param code for programs, for ever
 * @param dataClass what the values are; personal and sensitive ones are sealed
 * @param dictionary for choices: where the items are
 * @param visibleTo roles that see values in the clear; of personal and sensitive fields other staff see a mask, of the rest nothing
 * @param editableBy roles that may write values; nobody when missing
 * @param searchable whether lists can be filtered by it; false when missing
 * @param importable whether columns of a file can be mapped to it; false when missing
 * @param position where it stands among the others; 0 when missing
 */
record FieldDefinition(
        @Schema(example = "shoe_size") @NotNull @Pattern(regexp = CustomField.CODE_PATTERN)
        String code,

        @Valid @NotNull Label label,
        @NotNull FieldType type,
        @JsonProperty("class") @NotNull DataClass dataClass,
        @Valid @Nullable FieldRules rules,

        @Schema(example = "membership_tier") @Pattern(regexp = CustomField.CODE_PATTERN) @Nullable
        String dictionary,

        @NotEmpty @Size(max = 20) Set<@NotNull Role> visibleTo,
        @Size(max = 20) @Nullable Set<@NotNull Role> editableBy,
        @Nullable Boolean searchable,
        @Nullable Boolean importable,

        @Schema(example = "10") @Min(0) @Max(9_999) @Nullable
        Integer position) {

    FieldSettings settings() {
        return new FieldSettings(
                label,
                type,
                dataClass,
                rules,
                dictionary,
                visibleTo,
                editableBy == null ? Set.of() : editableBy,
                Boolean.TRUE.equals(searchable),
                Boolean.TRUE.equals(importable),
                position == null ? 0 : position,
                CustomField.State.ACTIVE);
    }
}
