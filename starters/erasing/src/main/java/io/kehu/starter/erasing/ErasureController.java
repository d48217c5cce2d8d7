package io.kehu.starter.erasing;

import io.kehu.starter.web.problem.ProblemException;
import io.kehu.starter.web.problem.Problems;
import io.kehu.starter.web.problem.RequestLanguage;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Erasures over HTTP, for customer-service, which carries them from service to service. */
@RestController
@Tag(name = "erasures")
class ErasureController {

    private final Erasures erasures;
    private final Problems problems;

    /** @param problems which know the texts of this starter */
    ErasureController(Erasures erasures, Problems problems) {
        this.erasures = erasures;
        this.problems = problems;
    }

    /**
     * Whom to erase.
     *
     * @param numbers all numbers of one customer
     */
    record ErasureRequest(
            @Schema(example = "[\"KH00000017\", \"KH00000025\"]") @NotNull @Size(min = 1, max = 1000)
            List<@NotNull @Pattern(regexp = "[0-9A-Z]{4,40}") String> numbers) {

        List<String> distinct() {
            Set<String> named = new HashSet<>();
            for (int i = 0; i < numbers.size(); i++) {
                if (!named.add(numbers.get(i))) {
                    throw ProblemException.field("/numbers/" + i, "distinct");
                }
            }
            return numbers;
        }
    }

    /**
     * What an erasure would be about.
     *
     * @param items what there is, and what would become of it
     */
    record ErasurePreview(List<ErasureItem> items) {}

    /**
     * An erasure that was done.
     *
     * @param items what there was, and what became of it
     */
    record ErasureView(
            @Schema(example = "0199f3c2-6d1c-7c3e-9a41-5b7f0e2d1c44")
            UUID id,

            @Schema(example = "[\"KH00000017\"]") List<String> numbers,
            List<ErasureItem> items,
            Instant erasedAt) {

        static ErasureView of(Erasure erasure) {
            return new ErasureView(erasure.id(), erasure.numbers(), erasure.items(), erasure.erasedAt());
        }
    }

    @PostMapping("${kehu.erasing.path}/erasures:preview")
    @Operation(summary = "What an erasure would be about", description = "Changes nothing.")
    ErasurePreview previewErasure(@Valid @RequestBody ErasureRequest request) {
        return new ErasurePreview(erasures.preview(request.distinct()));
    }

    @PutMapping("${kehu.erasing.path}/erasures/{id}")
    @Operation(summary = "Erase a customer", description = """
                    Destroys the customer's keys, deletes what finds or names the customer, and from now on refuses to keep anything \
                    personal under these numbers. There is no way back. Safe to repeat.""")
    ErasureView erase(@PathVariable UUID id, @Valid @RequestBody ErasureRequest request) {
        return ErasureView.of(erasures.erase(id, request.distinct()));
    }

    @GetMapping("${kehu.erasing.path}/erasures/{id}")
    @Operation(summary = "An erasure this service was asked for")
    ErasureView getErasure(@PathVariable UUID id) {
        return erasures.find(id)
                .map(ErasureView::of)
                .orElseThrow(() -> new ProblemException(ErasureProblem.ERASURE_NOT_FOUND));
    }

    /** Here and not in the common advice, which does not know the texts of this starter. */
    @ExceptionHandler
    ResponseEntity<Object> refused(ProblemException problem, HttpServletRequest request) {
        return problems.response(problem, request.getRequestURI(), RequestLanguage.of(request));
    }
}
