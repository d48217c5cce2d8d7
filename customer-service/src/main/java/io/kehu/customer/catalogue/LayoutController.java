package io.kehu.customer.catalogue;

import io.kehu.customer.CustomerProblem;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.protection.audit.AuditEntry;
import io.kehu.starter.protection.audit.AuditTrail;
import io.kehu.starter.security.Role;
import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.idempotency.IdempotentRequests;
import io.kehu.starter.web.problem.ProblemException;
import io.kehu.starter.web.version.EntityVersion;
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
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Layouts over HTTP: administrators write them, each role gets its sections. */
@RestController
@RequestMapping("/customer/v1/layouts")
@Tag(name = "catalogue")
class LayoutController {

    private final Layouts layouts;
    private final CurrentCatalogue current;
    private final IdempotentRequests idempotent;
    private final Transactions transactions;
    private final AuditTrail audit;

    LayoutController(
            Layouts layouts,
            CurrentCatalogue current,
            IdempotentRequests idempotent,
            Transactions transactions,
            AuditTrail audit) {
        this.layouts = layouts;
        this.current = current;
        this.idempotent = idempotent;
        this.transactions = transactions;
        this.audit = audit;
    }

    /** Asks for a layout. */
    record LayoutDefinition(
            @Schema(example = "customer-card") @NotNull @Pattern(regexp = Layout.NAME_PATTERN)
            String name,

            @Valid @NotNull Label label,
            @NotEmpty @Size(max = 50) List<Layout.@Valid @NotNull Section> sections) {}

    /** A layout as callers see it: only their sections, and of those only fields in use that they see; all for administrators. */
    record LayoutView(
            @Schema(example = "customer-card") String name,
            Label label,
            List<Layout.Section> sections,
            @Schema(example = "1") long version) {}

    /** All layouts. */
    record LayoutList(List<LayoutView> items) {}

    @GetMapping
    @Operation(summary = "All layouts, by name")
    LayoutList allLayouts() {
        return new LayoutList(layouts.all().stream().map(this::view).toList());
    }

    @PostMapping
    @ApiResponse(responseCode = "201", useReturnTypeSchema = true)
    @Operation(summary = "Define a layout", description = "Its fields must exist.")
    ResponseEntity<LayoutView> defineLayout(@Valid @RequestBody LayoutDefinition definition) {
        return idempotent.once(() -> {
            current.lockToUse();
            Layout.Settings settings = new Layout.Settings(definition.label(), definition.sections());
            if (!layouts.insert(definition.name(), settings, current.get())) {
                throw new ProblemException(CustomerProblem.LAYOUT_EXISTS);
            }
            audit.record(AuditEntry.of("layout.define", definition.name()));
            return answer(
                    ResponseEntity.created(URI.create("/customer/v1/layouts/" + definition.name())), definition.name());
        });
    }

    @GetMapping("/{name}")
    @Operation(
            summary = "One layout",
            description = "The sections of the caller's roles, without fields that are retired or not theirs to see.")
    ResponseEntity<LayoutView> getLayout(@PathVariable @Pattern(regexp = Layout.NAME_PATTERN) String name) {
        return answer(ResponseEntity.ok(), name);
    }

    @PutMapping("/{name}")
    @Operation(summary = "Write a layout anew", description = "Needs If-Match.")
    ResponseEntity<LayoutView> putLayout(
            @PathVariable @Pattern(regexp = Layout.NAME_PATTERN) String name,
            @Parameter(description = "ETag of the layout as it was read.")
                    @RequestHeader(name = "If-Match", required = false)
                    @Nullable
                    String ifMatch,
            @Valid @RequestBody Layout.Settings settings) {
        EntityVersion expected = EntityVersion.required(ifMatch);
        return transactions.call(() -> {
            current.lockToUse();
            Layout before = layouts.lock(name);
            expected.mustBe(before.version(), () -> view(before), () -> List.of("label", "sections"));
            layouts.update(name, settings, current.get());
            audit.record(AuditEntry.of("layout.change", name));
            return answer(ResponseEntity.ok(), name);
        });
    }

    private ResponseEntity<LayoutView> answer(ResponseEntity.BodyBuilder response, String name) {
        Layout layout = layouts.required(name);
        return response.eTag(new EntityVersion(layout.version()).tag()).body(view(layout));
    }

    private LayoutView view(Layout layout) {
        Caller caller = Caller.required();
        Catalogue catalogue = current.get();
        List<Layout.Section> sections = layout.settings().sections().stream()
                .filter(section -> caller.has(Role.ADMIN) || caller.hasAny(section.roles()))
                .map(section -> new Layout.Section(
                        section.label(),
                        section.roles(),
                        section.fields().stream()
                                .filter(name -> caller.has(Role.ADMIN) || shown(name, catalogue, caller))
                                .toList()))
                .filter(section -> !section.fields().isEmpty())
                .toList();
        return new LayoutView(layout.name(), layout.settings().label(), sections, layout.version());
    }

    private static boolean shown(String name, Catalogue catalogue, Caller caller) {
        CustomField field = FieldNames.custom(name, catalogue);
        return field == null ? FieldNames.known(name, catalogue) : field.sight(caller) != CustomField.Sight.NONE;
    }
}
