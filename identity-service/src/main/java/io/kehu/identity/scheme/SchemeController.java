package io.kehu.identity.scheme;

import io.kehu.starter.web.idempotency.IdempotentRequests;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Schemes over HTTP. */
@RestController
@RequestMapping("/identity/v1/schemes")
@Tag(name = "schemes")
class SchemeController {

    private final Schemes schemes;
    private final DefineSchemes defineSchemes;
    private final IdempotentRequests idempotent;
    private final Clock clock;

    SchemeController(Schemes schemes, DefineSchemes defineSchemes, IdempotentRequests idempotent, Clock clock) {
        this.schemes = schemes;
        this.defineSchemes = defineSchemes;
        this.idempotent = idempotent;
        this.clock = clock;
    }

    /** A scheme as callers see it. */
    record SchemeView(
            String code,
            String name,
            String template,
            CheckAlgorithm check,
            NumberOrder.Kind order,
            Scheme.Partitioning partitioning,
            String zone,
            Scheme.State state,
            long capacityPerPartition) {

        static SchemeView of(Scheme scheme) {
            return new SchemeView(
                    scheme.code().value(),
                    scheme.name(),
                    scheme.template().text(),
                    scheme.check(),
                    scheme.order().kind(),
                    scheme.partitioning(),
                    scheme.zone().getId(),
                    scheme.state(),
                    scheme.capacity());
        }
    }

    /** All schemes. */
    record SchemeList(List<SchemeView> items) {}

    /** What numbers of a scheme look like. */
    record Preview(List<String> items) {}

    @GetMapping
    @Operation(summary = "All schemes, by code")
    SchemeList list() {
        return new SchemeList(schemes.all().stream().map(SchemeView::of).toList());
    }

    @PostMapping
    @Operation(
            summary = "Define a scheme",
            description = "A scheme never changes afterwards. Defining the very same scheme again answers 201 as well.")
    ResponseEntity<SchemeView> define(@Valid @RequestBody SchemeDefinition definition) {
        return idempotent.once(() -> {
            Scheme scheme = defineSchemes.define(definition.toScheme());
            return ResponseEntity.created(URI.create("/identity/v1/schemes/" + scheme.code()))
                    .body(SchemeView.of(scheme));
        });
    }

    @GetMapping("/{code}/preview")
    @Operation(
            summary = "How numbers look",
            description =
                    "Issues nothing. Branch parts show as zeros. The first numbers of a SEQUENTIAL scheme; of a SCRAMBLED one the last,"
                            + " which are issued when nothing else is left, so that nobody learns of numbers that come next.")
    Preview preview(
            @PathVariable @Pattern(regexp = SchemeCode.PATTERN) String code,
            @RequestParam(defaultValue = "5") @Min(1) @Max(20) int count) {
        Scheme scheme = schemes.required(new SchemeCode(code));
        String branch = "0".repeat(scheme.template().branchWidth());
        Template.Context context = scheme.context(clock.instant(), branch.isEmpty() ? null : branch);
        long first = scheme.order().kind() == NumberOrder.Kind.SCRAMBLED ? scheme.capacity() - count + 1 : 1;
        return new Preview(scheme.formatter(context).format(first, first + count - 1).stream()
                .map(Template.Formatted::display)
                .toList());
    }
}
