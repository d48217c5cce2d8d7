package io.kehu.identity.reference;

import io.kehu.identity.IdentityProblem;
import io.kehu.identity.number.LivingNumbers;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.protection.key.PersonalData;
import io.kehu.starter.protection.token.SearchTokens;
import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** The cross-reference over HTTP. */
@RestController
@Tag(name = "references")
class ReferenceController {

    private final References references;
    private final LivingNumbers living;
    private final SearchTokens tokens;
    private final PersonalData personalData;
    private final Transactions transactions;

    ReferenceController(
            References references,
            LivingNumbers living,
            SearchTokens tokens,
            PersonalData personalData,
            Transactions transactions) {
        this.references = references;
        this.living = living;
        this.tokens = tokens;
        this.personalData = personalData;
        this.transactions = transactions;
    }

    /** The number an external id stands for. */
    record Target(
            @Schema(example = "C00000000135") @NotBlank @Size(max = 40) @Pattern(regexp = "[0-9A-Z]+")
            String number) {}

    /** An external id. */
    record Source(
            @Schema(example = "pos") @NotNull @Pattern(regexp = ExternalId.SYSTEM_PATTERN)
            String system,

            @Schema(example = "card-88012") @NotBlank @Size(max = 200)
            String externalId) {}

    /** An external id and the number it shall stand for. */
    record Reference(
            @Schema(example = "pos") @NotNull @Pattern(regexp = ExternalId.SYSTEM_PATTERN)
            String system,

            @Schema(example = "card-88012") @NotBlank @Size(max = 200)
            String externalId,

            @Schema(example = "C00000000135") @NotBlank @Size(max = 40) @Pattern(regexp = "[0-9A-Z]+")
            String number) {}

    /** Up to 1,000 references. */
    record ReferenceBatch(@NotEmpty @Size(max = 1000) List<@Valid @NotNull Reference> items) {}

    /** Up to 1,000 external ids. */
    record ResolveRequest(@NotEmpty @Size(max = 1000) List<@Valid @NotNull Source> items) {}

    /**
     * What an external id stands for.
     *
     * @param input place in the request, from 0; external ids are not repeated in answers
     * @param number missing when the id is unknown; the living one, after any merges
     * @param referenced the number the id was put for, where that was merged since
     * @param taken true when the id stands for another number than the one asked for
     */
    record Resolution(
            @Schema(example = "0") int input,
            @Schema(example = "C00000000135") @Nullable String number,
            @Schema(example = "C00000000232") @Nullable String referenced,
            @Nullable Boolean taken) {}

    /** Answers in the order of the request. */
    record Resolutions(List<Resolution> items) {}

    @PutMapping("/identity/v1/references/{system}/{externalId}")
    @Operation(
            summary = "Say which customer an external id stands for",
            description = "Repeating it changes nothing; another number for the same id is refused with 409.")
    Target put(
            @PathVariable @Pattern(regexp = ExternalId.SYSTEM_PATTERN) String system,
            @PathVariable @Size(max = 200) String externalId,
            @Valid @RequestBody Target target) {
        Resolution result =
                put(List.of(new Reference(system, externalId, target.number()))).getFirst();
        if (Boolean.TRUE.equals(result.taken())) {
            throw new ProblemException(IdentityProblem.REFERENCE_TAKEN);
        }
        return target;
    }

    @GetMapping("/identity/v1/references/{system}/{externalId}")
    @Operation(summary = "The customer an external id stands for", description = "The living number, after any merges.")
    Target get(
            @PathVariable @Pattern(regexp = ExternalId.SYSTEM_PATTERN) String system,
            @PathVariable @Size(max = 200) String externalId) {
        ExternalId id = ExternalId.of(system, externalId, tokens);
        String number = references.find(List.of(id)).get(id);
        if (number == null) {
            throw new ProblemException(IdentityProblem.REFERENCE_NOT_FOUND);
        }
        return new Target(living.of(List.of(number)).getOrDefault(number, number));
    }

    @PostMapping("/identity/v1/references:batch")
    @Operation(
            summary = "Put up to 1,000 references",
            description = "Each is settled for itself; `taken` marks ids that stand for another number, which stays.")
    Resolutions putBatch(@Valid @RequestBody ReferenceBatch batch) {
        return new Resolutions(put(batch.items()));
    }

    @PostMapping("/identity/v1/references:resolve")
    @Operation(summary = "The customers up to 1,000 external ids stand for", description = "Changes nothing.")
    Resolutions resolve(@Valid @RequestBody ResolveRequest request) {
        List<ExternalId> ids = request.items().stream()
                .map(source -> ExternalId.of(source.system(), source.externalId(), tokens))
                .toList();
        Map<ExternalId, String> found = references.find(ids);
        Map<String, String> survivors = living.of(Set.copyOf(found.values()));
        return new Resolutions(IntStream.range(0, ids.size())
                .mapToObj(index -> resolution(index, found.get(ids.get(index)), survivors))
                .toList());
    }

    private static Resolution resolution(int index, @Nullable String number, Map<String, String> survivors) {
        String survivor = number == null ? null : survivors.get(number);
        return survivor == null
                ? new Resolution(index, number, null, null)
                : new Resolution(index, survivor, number, null);
    }

    private List<Resolution> put(List<Reference> items) {
        List<ExternalId> ids = items.stream()
                .map(item -> ExternalId.of(item.system(), item.externalId(), tokens))
                .toList();
        String createdBy = Caller.required().originatingSubject();
        return transactions.call(() -> {
            personalData.mustNotBeErased(items.stream().map(Reference::number).toList());
            references.putMissing(ids, items.stream().map(Reference::number).toList(), createdBy);
            Map<ExternalId, String> now = references.find(ids);
            return IntStream.range(0, ids.size())
                    .mapToObj(index -> {
                        String number = now.get(ids.get(index));
                        boolean taken = !items.get(index).number().equals(number);
                        return new Resolution(index, number, null, taken);
                    })
                    .toList();
        });
    }
}
