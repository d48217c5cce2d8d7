package io.kehu.customer.catalogue;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.kehu.starter.protection.catalogue.DataClass;
import io.kehu.starter.security.Role;
import io.kehu.starter.web.idempotency.IdempotentRequests;
import io.kehu.starter.web.version.EntityVersion;
import io.kehu.starter.web.version.MergePatch;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Custom fields over HTTP. */
@RestController
@RequestMapping("/customer/v1/fields")
@Tag(name = "catalogue")
class FieldController {

    private final CustomFieldTable fields;
    private final DefineFields defineFields;
    private final IdempotentRequests idempotent;

    FieldController(CustomFieldTable fields, DefineFields defineFields, IdempotentRequests idempotent) {
        this.fields = fields;
        this.defineFields = defineFields;
        this.idempotent = idempotent;
    }

    /**
     * A custom field as callers see it.
     *
     * @param used whether there was ever a value; type, class and dictionary stay from then on
     */
    record FieldView(
            @Schema(example = "shoe_size") String code,
            Label label,
            FieldType type,
            @JsonProperty("class") DataClass dataClass,
            FieldRules rules,
            @Schema(example = "membership_tier") @Nullable String dictionary,
            Set<Role> visibleTo,
            Set<Role> editableBy,
            boolean searchable,
            boolean importable,
            @Schema(example = "10") int position,
            CustomField.State state,
            boolean used,
            @Schema(example = "1") long version) {

        static FieldView of(CustomField field) {
            FieldSettings settings = field.settings();
            return new FieldView(
                    field.code(),
                    settings.label(),
                    settings.type(),
                    settings.dataClass(),
                    settings.rules(),
                    settings.dictionary(),
                    settings.visibleTo(),
                    settings.editableBy(),
                    settings.searchable(),
                    settings.importable(),
                    settings.position(),
                    settings.state(),
                    field.used(),
                    field.version());
        }
    }

    /** All custom fields. */
    record FieldList(List<FieldView> items) {}

    @GetMapping
    @Operation(
            summary = "All custom fields, by position",
            description = "Retired ones as well; at most 200 are active. What a role sees and edits is said per field.")
    FieldList allFields() {
        return new FieldList(fields.all().stream().map(FieldView::of).toList());
    }

    @PostMapping
    @ApiResponse(responseCode = "201", useReturnTypeSchema = true)
    @Operation(summary = "Define a custom field", description = """
                    Rules are checked now: a pattern is RE2 and must match whole texts; a condition is CEL over `value` and \
                    `custom.<code>` of other fields (guard them with `has`, they may be empty) and is compiled and tried. Values of class \
                    PERSONAL and SENSITIVE are sealed; they can be searchable as TEXT and REFERENCE, exactly. FILE fields are \
                    PERSONAL or SENSITIVE, neither searchable nor importable; their files come and go by `/customers/{number}/files`.""")
    ResponseEntity<FieldView> defineField(@Valid @RequestBody FieldDefinition definition) {
        return idempotent.once(() -> {
            CustomField field = defineFields.define(definition.code(), definition.settings());
            return ResponseEntity.created(URI.create("/customer/v1/fields/" + field.code()))
                    .eTag(tag(field))
                    .body(FieldView.of(field));
        });
    }

    @GetMapping("/{code}")
    @Operation(summary = "One custom field")
    ResponseEntity<FieldView> getField(@PathVariable @Pattern(regexp = CustomField.CODE_PATTERN) String code) {
        return answer(fields.required(code));
    }

    @PatchMapping(path = "/{code}", consumes = MergePatch.MEDIA_TYPE)
    @Operation(summary = "Change or retire a custom field", description = """
                    JSON Merge Patch over everything but the code. Type, class and dictionary stay once there was a value, and so does \
                    `searchable` of sealed fields. `state` RETIRED hides the field and keeps its values; ACTIVE brings it back. Rules hold \
                    for what is written from now on. Needs If-Match.""")
    ResponseEntity<FieldView> changeField(
            @PathVariable @Pattern(regexp = CustomField.CODE_PATTERN) String code,
            @Parameter(description = "ETag of the field as it was read.")
                    @RequestHeader(name = "If-Match", required = false)
                    @Nullable
                    String ifMatch,
            @RequestBody MergePatch patch) {
        return answer(defineFields.change(code, EntityVersion.required(ifMatch), patch, FieldView::of));
    }

    private static ResponseEntity<FieldView> answer(CustomField field) {
        return ResponseEntity.ok().eTag(tag(field)).body(FieldView.of(field));
    }

    private static String tag(CustomField field) {
        return new EntityVersion(field.version()).tag();
    }
}
