package io.kehu.customer.catalogue;

import io.kehu.starter.database.Transactions;
import io.kehu.starter.protection.audit.AuditEntry;
import io.kehu.starter.protection.audit.AuditTrail;
import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.idempotency.IdempotentRequests;
import io.kehu.starter.web.page.Cursor;
import io.kehu.starter.web.page.Page;
import io.kehu.starter.web.page.PageRequest;
import io.kehu.starter.web.version.EntityVersion;
import io.kehu.starter.web.version.MergePatch;
import io.kehu.starter.web.version.MergePatches;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Saved views over HTTP: everybody's own, and those shared with their teams or with all. */
@RestController
@RequestMapping("/customer/v1/views")
@Tag(name = "views")
class SavedViewController {

    private static final List<String> CHANGEABLE = List.of("name", "sharing", "team", "filters", "columns", "sort");

    private final SavedViews views;
    private final CheckView check;
    private final MergePatches patches;
    private final IdempotentRequests idempotent;
    private final Transactions transactions;
    private final AuditTrail audit;

    SavedViewController(
            SavedViews views,
            CheckView check,
            MergePatches patches,
            IdempotentRequests idempotent,
            Transactions transactions,
            AuditTrail audit) {
        this.views = views;
        this.check = check;
        this.patches = patches;
        this.idempotent = idempotent;
        this.transactions = transactions;
        this.audit = audit;
    }

    /**
     * A saved view as callers see it.
     *
     * @param own whether the caller saved it, and may delete it and say who else sees it
     * @param team whose view it is, with sharing TEAM
     */
    record ViewOfList(
            UUID id,
            boolean own,
            @Schema(example = "VIP 客户") String name,
            SavedView.Sharing sharing,
            @Schema(example = "SOUTH") @Nullable String team,
            SavedView.Filters filters,
            @Schema(example = "[\"fullName\"]") List<String> columns,
            @Schema(example = "number") String sort,
            @Schema(example = "1") long version) {

        static ViewOfList of(SavedView view) {
            SavedView.Settings settings = view.settings();
            return new ViewOfList(
                    view.id(),
                    view.owner().equals(Caller.required().originatingSubject()),
                    settings.name(),
                    settings.sharing(),
                    settings.team(),
                    settings.filters(),
                    settings.columns(),
                    settings.sort(),
                    view.version());
        }
    }

    @GetMapping
    @Operation(summary = "The caller's own views and those shared with their teams or with all")
    Page<ViewOfList> allViews(@ParameterObject @Valid PageRequest page) {
        Cursor after = page.after(1);
        List<SavedView> found = views.page(Caller.required(), after == null ? null : after.uuid(0), page.fetch());
        return Page.of(found, page, last -> Cursor.of(last.id())).map(ViewOfList::of);
    }

    @PostMapping
    @ApiResponse(responseCode = "201", useReturnTypeSchema = true)
    @Operation(
            summary = "Save a view",
            description =
                    "Filters and columns are checked against the fields there are. Filters over personal fields are not kept."
                            + " `POST /customer/v1/customers:filter` answers it. With sharing TEAM, those see it who are in the team at"
                            + " that moment; one shares with teams one is in. Whoever uses a view finds the customers they may see, and"
                            + " sees of them what their role sees; a filter over a field that is not theirs to know is refused. One's own"
                            + " names are distinct, and so are those of a team.")
    ResponseEntity<ViewOfList> saveView(@Valid @RequestBody SavedView.Settings settings) {
        return idempotent.once(() -> {
            check.verify(settings, null);
            UUID id = views.insert(Caller.required().originatingSubject(), settings);
            audit.record(AuditEntry.of("view.save", id.toString()));
            return answer(ResponseEntity.created(URI.create("/customer/v1/views/" + id)), id);
        });
    }

    @GetMapping("/{id}")
    @Operation(summary = "One saved view")
    ResponseEntity<ViewOfList> getView(@PathVariable UUID id) {
        return answer(ResponseEntity.ok(), id);
    }

    @PatchMapping(path = "/{id}", consumes = MergePatch.MEDIA_TYPE)
    @Operation(
            summary = "Change a saved view",
            description =
                    "JSON Merge Patch; by its owner, and by managers who are in the team it is shared with. They leave sharing and team as they are,"
                            + " or take it out of the team (PRIVATE). Needs If-Match.")
    ResponseEntity<ViewOfList> changeView(
            @PathVariable UUID id,
            @Parameter(description = "ETag of the view as it was read.")
                    @RequestHeader(name = "If-Match", required = false)
                    @Nullable
                    String ifMatch,
            @RequestBody MergePatch patch) {
        EntityVersion expected = EntityVersion.required(ifMatch);
        return transactions.call(() -> {
            SavedView before = views.lock(id, Caller.required());
            expected.mustBe(before.version(), () -> ViewOfList.of(before), () -> CHANGEABLE);
            SavedView.Settings after = patches.apply(patch, before.settings(), SavedView.Settings.class);
            if (!after.equals(before.settings())) {
                check.verify(after, before);
                views.update(id, after);
                audit.record(AuditEntry.of(
                        "view.change", id.toString(), patch.members().toArray(String[]::new)));
            }
            return shown(ResponseEntity.ok(), views.required(id));
        });
    }

    @DeleteMapping("/{id}")
    @ApiResponse(responseCode = "204", description = "Deleted", content = @Content)
    @Operation(summary = "Delete a saved view", description = "Only by its owner. Needs If-Match.")
    ResponseEntity<Void> deleteView(
            @PathVariable UUID id, @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch) {
        EntityVersion expected = EntityVersion.required(ifMatch);
        transactions.run(() -> {
            SavedView before = views.lockOwn(id, Caller.required());
            expected.mustBe(before.version(), () -> ViewOfList.of(before), () -> CHANGEABLE);
            views.delete(id);
            audit.record(AuditEntry.of("view.delete", id.toString()));
        });
        return ResponseEntity.noContent().build();
    }

    private ResponseEntity<ViewOfList> answer(ResponseEntity.BodyBuilder response, UUID id) {
        return shown(response, views.readable(id, Caller.required()));
    }

    private static ResponseEntity<ViewOfList> shown(ResponseEntity.BodyBuilder response, SavedView view) {
        return response.eTag(new EntityVersion(view.version()).tag()).body(ViewOfList.of(view));
    }
}
