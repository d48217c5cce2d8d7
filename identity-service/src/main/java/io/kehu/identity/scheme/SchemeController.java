package io.kehu.identity.scheme;

import io.kehu.starter.web.idempotency.IdempotentRequests;
import io.kehu.starter.web.version.EntityVersion;
import io.kehu.starter.web.version.MergePatch;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.time.Clock;
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
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Schemes over HTTP. */
@RestController
@RequestMapping("/identity/v1/schemes")
@Tag(name = "schemes")
class SchemeController {

    private final Schemes schemes;
    private final DefineSchemes defineSchemes;
    private final ChangeSchemes changeSchemes;
    private final IdempotentRequests idempotent;
    private final Clock clock;

    SchemeController(
            Schemes schemes,
            DefineSchemes defineSchemes,
            ChangeSchemes changeSchemes,
            IdempotentRequests idempotent,
            Clock clock) {
        this.schemes = schemes;
        this.defineSchemes = defineSchemes;
        this.changeSchemes = changeSchemes;
        this.idempotent = idempotent;
        this.clock = clock;
    }

    /**
     * A scheme as callers see it.
     *
     * @param alertFree a counter with at most so many numbers left is told as low; missing where the settings of the service say it
     */
    record SchemeView(
            @Schema(example = "CUSTOMER") String code,
            @Schema(example = "客户号 / customer number") String name,
            @Schema(example = "C-{seq:9}-{check}") String template,
            CheckAlgorithm check,
            NumberOrder.Kind order,
            Scheme.Partitioning partitioning,
            @Schema(example = "Asia/Shanghai") String zone,
            Scheme.State state,
            @Schema(example = "999999999") long capacityPerPartition,
            @Schema(example = "50000000") @Nullable Long alertFree) {

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
                    scheme.capacity(),
                    scheme.alertFree());
        }
    }

    /** All schemes. */
    record SchemeList(List<SchemeView> items) {}

    /** What numbers of a scheme look like. */
    record Preview(
            @Schema(example = "[\"C-000000001-35\", \"C-000000002-32\"]")
            List<String> items) {}

    @GetMapping
    @Operation(summary = "All schemes, by code")
    SchemeList list() {
        return new SchemeList(schemes.all().stream().map(SchemeView::of).toList());
    }

    @PostMapping
    @ApiResponse(responseCode = "201", useReturnTypeSchema = true)
    @Operation(summary = "Define a scheme", description = """
                    How its numbers look never changes afterwards. Defining the very same scheme again answers 201 as well. A scheme that \
                    could make a number of another scheme, whatever the state of that one, is refused.""")
    ResponseEntity<SchemeView> define(@Valid @RequestBody SchemeDefinition definition) {
        return idempotent.once(() -> {
            Scheme scheme = defineSchemes.define(definition.toScheme());
            return ResponseEntity.created(URI.create("/identity/v1/schemes/" + scheme.code()))
                    .eTag(tag(scheme))
                    .body(SchemeView.of(scheme));
        });
    }

    @GetMapping("/{code}")
    @Operation(summary = "One scheme")
    ResponseEntity<SchemeView> getScheme(@PathVariable @Pattern(regexp = SchemeCode.PATTERN) String code) {
        return answer(schemes.current(new SchemeCode(code)));
    }

    @PatchMapping(path = "/{code}", consumes = MergePatch.MEDIA_TYPE)
    @Operation(summary = "Rename a scheme, or say when it is low", description = """
                    JSON Merge Patch over `name` and `alertFree`: a counter with at most so many numbers left is told by \
                    `identity.scheme.low.v1`; null goes back to the part the settings of the service say. With another `alertFree` a \
                    counter that was told may be told again. Needs If-Match; a stale one is answered with 412 and the scheme as it is now. \
                    What decides about numbers never changes, and `state` changes by `:freeze` and `:unfreeze`.""")
    ResponseEntity<SchemeView> changeScheme(
            @PathVariable @Pattern(regexp = SchemeCode.PATTERN) String code,
            @Parameter(description = "ETag of the scheme as it was read, such as `\"1\"`.")
                    @RequestHeader(name = "If-Match", required = false)
                    @Nullable
                    String ifMatch,
            @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content =
                                    @Content(
                                            mediaType = MergePatch.MEDIA_TYPE,
                                            schema = @Schema(implementation = MergePatch.class),
                                            examples =
                                                    @ExampleObject(
                                                            "{\"name\": \"门店 / shops\", \"alertFree\": 50000000}")))
                    @RequestBody
                    MergePatch patch) {
        return answer(
                changeSchemes.change(new SchemeCode(code), EntityVersion.required(ifMatch), patch, SchemeView::of));
    }

    private static ResponseEntity<SchemeView> answer(Scheme scheme) {
        return ResponseEntity.ok().eTag(tag(scheme)).body(SchemeView.of(scheme));
    }

    private static String tag(Scheme scheme) {
        return new EntityVersion(scheme.version()).tag();
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
