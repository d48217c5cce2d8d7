package io.kehu.identity.number;

import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.idempotency.IdempotentRequests;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Numbers over HTTP. */
@RestController
@Tag(name = "numbers")
class NumberController {

    private static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    private final IssueNumbers issueNumbers;
    private final InspectNumbers inspectNumbers;
    private final NumberViews views;
    private final IdempotentRequests idempotent;

    NumberController(
            IssueNumbers issueNumbers,
            InspectNumbers inspectNumbers,
            NumberViews views,
            IdempotentRequests idempotent) {
        this.issueNumbers = issueNumbers;
        this.inspectNumbers = inspectNumbers;
        this.views = views;
        this.idempotent = idempotent;
    }

    /** Up to 10,000 texts. */
    record ValidationRequest(
            @Schema(example = "[\"C-000000001-35\", \"c00000000139\"]") @NotEmpty @Size(max = 10_000)
            List<@NotNull @Size(max = 100) String> numbers) {}

    /**
     * Verdict over one text.
     *
     * @param input place of the text in the request, from 0; texts are not repeated in answers
     * @param state of a VALID or NOT_ISSUED number: NOT_ISSUED ones are LEASED while a shop may give them out, VOID, or UNKNOWN
     * @param livingNumber of a MERGED number, the one that stands for its customer now
     * @param hints for WRONG_CHECK: what may have been meant; ask the person, never choose. Given for the first 1,000 wrong texts
     */
    record ValidationView(
            @Schema(example = "0") int input,
            InspectNumbers.Verdict verdict,
            @Schema(example = "C00000000135") @Nullable String number,
            @Schema(example = "C-000000001-35") @Nullable String display,
            @Schema(example = "CUSTOMER") @Nullable String scheme,
            @Nullable NumberState state,
            @Schema(example = "C00000000135") @Nullable String livingNumber,
            @Nullable List<HintView> hints) {}

    /**
     * An issued number that one mistake would make into the text.
     *
     * @param mistake REPLACED: one character; SWAPPED: the character at the place and the one behind it
     * @param place in the canonical form, from 1
     */
    record HintView(
            @Schema(example = "C00000000135") String number,
            @Schema(example = "C-000000001-35") String display,
            TypoHints.Mistake mistake,
            @Schema(example = "9") int place) {}

    /** Verdicts in the order of the request. */
    record ValidationResult(List<ValidationView> items) {}

    @PostMapping("/identity/v1/numbers")
    @ApiResponse(responseCode = "201", useReturnTypeSchema = true)
    @Operation(
            summary = "Issue or reserve customer numbers",
            description = "All or none. With an Idempotency-Key the same call returns the same numbers, for ever.")
    ResponseEntity<Allocation> allocate(
            @Valid @RequestBody AllocationRequest request,
            @Parameter(description = IdempotentRequests.KEY_HELP)
                    @RequestHeader(name = IDEMPOTENCY_KEY, required = false)
                    @Nullable
                    String idempotencyKey) {
        Order order = issueNumbers.order(
                request, Caller.required(), idempotent.currentKey().orElse(null));
        return issueNumbers.issue(order).response();
    }

    @GetMapping("/identity/v1/numbers/{number}")
    @Operation(summary = "What a number is", description = """
                    Accepts every form people write: separators, lower case, full-width digits. Answers for every number ever issued, \
                    whatever became of it, and for those that were leased and not reported yet (LEASED) or will never be issued (VOID, \
                    with the reason).""")
    NumberViews.NumberView resolve(@PathVariable @Size(max = 100) String number) {
        return views.of(number);
    }

    @PostMapping("/identity/v1/numbers:validate")
    @Operation(summary = "Check up to 10,000 texts", description = """
                    Changes nothing. Says for every well-formed number what became of it. A wrong number is never corrected; issued \
                    numbers one wrong character or one swap of neighbours away are named, for the first 1,000 wrong texts.""")
    ValidationResult validate(@Valid @RequestBody ValidationRequest request) {
        List<InspectNumbers.Inspection> inspections = inspectNumbers.inspect(request.numbers());
        return new ValidationResult(IntStream.range(0, inspections.size())
                .mapToObj(index -> view(index, inspections.get(index)))
                .toList());
    }

    private static ValidationView view(int index, InspectNumbers.Inspection inspection) {
        CustomerNumber number = inspection.number();
        return new ValidationView(
                index,
                inspection.verdict(),
                number == null ? null : number.number(),
                number == null ? null : number.display(),
                inspection.scheme(),
                inspection.state(),
                inspection.living(),
                inspection.hints().isEmpty()
                        ? null
                        : inspection.hints().stream()
                                .map(hint -> new HintView(
                                        hint.number().number(), hint.number().display(), hint.mistake(), hint.place()))
                                .toList());
    }
}
