package io.kehu.customer.catalogue;

import io.kehu.starter.web.idempotency.IdempotentRequests;
import io.kehu.starter.web.version.EntityVersion;
import io.kehu.starter.web.version.MergePatch;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.util.List;
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

/** Dictionaries over HTTP. */
@RestController
@RequestMapping("/customer/v1/dictionaries")
@Tag(name = "catalogue")
class DictionaryController {

    private final Dictionaries dictionaries;
    private final DefineDictionaries defineDictionaries;
    private final IdempotentRequests idempotent;

    DictionaryController(
            Dictionaries dictionaries, DefineDictionaries defineDictionaries, IdempotentRequests idempotent) {
        this.dictionaries = dictionaries;
        this.defineDictionaries = defineDictionaries;
        this.idempotent = idempotent;
    }

    /**
     * Asks for a dictionary.
     *
     * @param code for programs, for ever
     * @param items in their order
     */
    record DictionaryDefinition(
            @Schema(example = "membership_tier") @NotNull @Pattern(regexp = CustomField.CODE_PATTERN)
            String code,

            @Valid @NotNull Label label,

            @NotEmpty @Size(max = DefineDictionaries.MOST_ITEMS)
            List<Dictionary.@Valid @NotNull Item> items) {}

    /** All dictionaries. */
    record DictionaryList(List<Dictionary> items) {}

    @GetMapping
    @Operation(summary = "All dictionaries, by code")
    DictionaryList allDictionaries() {
        return new DictionaryList(dictionaries.all());
    }

    @PostMapping
    @ApiResponse(responseCode = "201", useReturnTypeSchema = true)
    @Operation(
            summary = "Define a dictionary",
            description = "At most 1,000 items; choices of custom fields name them.")
    ResponseEntity<Dictionary> defineDictionary(@Valid @RequestBody DictionaryDefinition definition) {
        return idempotent.once(() -> {
            Dictionary dictionary = defineDictionaries.define(
                    definition.code(), new DefineDictionaries.Settings(definition.label(), definition.items()));
            return ResponseEntity.created(URI.create("/customer/v1/dictionaries/" + dictionary.code()))
                    .eTag(tag(dictionary))
                    .body(dictionary);
        });
    }

    @GetMapping("/{code}")
    @Operation(summary = "One dictionary")
    ResponseEntity<Dictionary> getDictionary(@PathVariable @Pattern(regexp = CustomField.CODE_PATTERN) String code) {
        return answer(dictionaries.required(code));
    }

    @PatchMapping(path = "/{code}", consumes = MergePatch.MEDIA_TYPE)
    @Operation(
            summary = "Change a dictionary",
            description =
                    "JSON Merge Patch over `label` and `items` (the whole list, in its new order). Items stay for ever, because"
                            + " values name them; `active` false retires one. Needs If-Match.")
    ResponseEntity<Dictionary> changeDictionary(
            @PathVariable @Pattern(regexp = CustomField.CODE_PATTERN) String code,
            @Parameter(description = "ETag of the dictionary as it was read.")
                    @RequestHeader(name = "If-Match", required = false)
                    @Nullable
                    String ifMatch,
            @RequestBody MergePatch patch) {
        return answer(defineDictionaries.change(code, EntityVersion.required(ifMatch), patch));
    }

    private static ResponseEntity<Dictionary> answer(Dictionary dictionary) {
        return ResponseEntity.ok().eTag(tag(dictionary)).body(dictionary);
    }

    private static String tag(Dictionary dictionary) {
        return new EntityVersion(dictionary.version()).tag();
    }
}
