package io.kehu.starter.merging;

import io.kehu.starter.merging.MergeOutcome.Done;
import io.kehu.starter.merging.MergeOutcome.Refused;
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
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** How customer-service has the customers of a service merged and unmerged. */
@RestController
@Tag(name = "merges")
class MergeController {

    private final Merges merges;
    private final Problems problems;

    /** @param problems which know the texts of this starter */
    MergeController(Merges merges, Problems problems) {
        this.merges = merges;
        this.problems = problems;
    }

    /**
     * Which numbers are one customer's.
     *
     * @param survivor the number that stays
     * @param losers the numbers that stand for it from now on
     */
    record MergeRequest(
            @Schema(example = "KH00000017") @NotNull @Pattern(regexp = MergeOrder.NUMBER_PATTERN)
            String survivor,

            @Schema(example = "[\"KH00000025\"]") @NotNull @Size(min = 1, max = MergeOrder.MOST_LOSERS)
            List<@NotNull @Pattern(regexp = MergeOrder.NUMBER_PATTERN) String> losers) {

        MergeOrder order(UUID id) {
            Set<String> named = new HashSet<>(Set.of(survivor));
            for (int i = 0; i < losers.size(); i++) {
                if (!named.add(losers.get(i))) {
                    throw ProblemException.field("/losers/" + i, "distinct");
                }
            }
            return new MergeOrder(id, survivor, losers);
        }
    }

    /**
     * What a merge would be about.
     *
     * @param items what the losers bring
     * @param refusals what speaks against it; empty where nothing does
     */
    record MergePreview(List<MergeItem> items, List<Refusal> refusals) {}

    /** @param code upper-case English */
    record Refusal(@Schema(example = "MERGE_LOSER_MERGED") String code) {}

    /**
     * A merge and what it was about.
     *
     * @param items what the losers brought, or after the undoing what went back to them
     * @param kept what stayed with the survivor after the undoing
     */
    record MergeView(
            @Schema(example = "0199f3c2-6d1c-7c3e-9a41-5b7f0e2d1c44")
            UUID id,

            Merge.State state,
            @Schema(example = "KH00000017") String survivor,
            @Schema(example = "[\"KH00000025\"]") List<String> losers,
            List<MergeItem> items,
            List<MergeKept> kept,
            @Nullable Instant mergedAt,
            @Nullable Instant undoneAt) {

        static MergeView of(Merge merge) {
            return new MergeView(
                    merge.id(),
                    merge.state(),
                    merge.survivor(),
                    merge.losers(),
                    merge.items(),
                    merge.kept(),
                    merge.mergedAt(),
                    merge.undoneAt());
        }
    }

    @PostMapping("${kehu.merging.path}/merges:preview")
    @Operation(summary = "What a merge would be about", description = "Changes nothing.")
    MergePreview previewMerge(@Valid @RequestBody MergeRequest request) {
        MergeOrder order = request.order(MergeOrder.PREVIEW);
        MergeFindings findings = merges.preview(order.survivor(), order.losers());
        return new MergePreview(
                findings.items(), findings.refusals().stream().map(Refusal::new).toList());
    }

    @PutMapping("${kehu.merging.path}/merges/{id}")
    @Operation(summary = "Merge customers", description = """
                    From now on the losers stand for the survivor: look-ups by any of the numbers find what was filed under all of \
                    them, and answers show the survivor. Safe to repeat; a merge that was undone stays undone.""")
    MergeView merge(@PathVariable UUID id, @Valid @RequestBody MergeRequest request) {
        return view(merges.merge(request.order(id)));
    }

    @PostMapping("${kehu.merging.path}/merges/{id}:undo")
    @Operation(summary = "Take a merge back", description = """
                    Each number stands for its own customer again, with what was filed under it before, meanwhile and since. Safe to \
                    repeat; also for a merge that has not arrived, which is then refused when it does.""")
    MergeView undoMerge(@PathVariable UUID id, @Valid @RequestBody MergeRequest request) {
        return view(merges.undo(request.order(id)));
    }

    @GetMapping("${kehu.merging.path}/merges/{id}")
    @Operation(summary = "A merge this service was asked for")
    MergeView getMerge(@PathVariable UUID id) {
        return merges.find(id).map(MergeView::of).orElseThrow(() -> new ProblemException(MergeProblem.MERGE_NOT_FOUND));
    }

    /** Here and not in the common advice, which does not know the texts of this starter. */
    @ExceptionHandler
    ResponseEntity<Object> refused(ProblemException problem, HttpServletRequest request) {
        return problems.response(problem, request.getRequestURI(), RequestLanguage.of(request));
    }

    private static MergeView view(MergeOutcome outcome) {
        return switch (outcome) {
            case Done done -> MergeView.of(done.merge());
            case Refused refused -> throw problem(refused);
        };
    }

    private static ProblemException problem(Refused refused) {
        ProblemException problem = new ProblemException(refused.problem());
        return refused.numbers().isEmpty() ? problem : problem.with("numbers", refused.numbers());
    }
}
