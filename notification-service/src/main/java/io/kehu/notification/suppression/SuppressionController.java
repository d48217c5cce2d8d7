package io.kehu.notification.suppression;

import io.kehu.notification.Channel;
import io.kehu.notification.NotificationProblem;
import io.kehu.notification.suppression.Suppression.Reason;
import io.kehu.notification.suppression.Suppression.Scope;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.protection.audit.AuditEntry;
import io.kehu.starter.protection.audit.AuditTrail;
import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.idempotency.IdempotentRequests;
import io.kehu.starter.web.page.Page;
import io.kehu.starter.web.page.PageRequest;
import io.kehu.starter.web.problem.CommonProblem;
import io.kehu.starter.web.problem.ProblemException;
import io.kehu.starter.web.version.EntityVersion;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Suppressions over HTTP. An address travels in a body only, never in a path, and never comes back. */
@RestController
@Tag(name = "suppressions")
class SuppressionController {

    private static final String PATH = "/notification/v1/suppressions";

    private final Suppressions suppressions;
    private final IdempotentRequests idempotent;
    private final Transactions transactions;
    private final AuditTrail audit;
    private final Clock clock;

    SuppressionController(
            Suppressions suppressions,
            IdempotentRequests idempotent,
            Transactions transactions,
            AuditTrail audit,
            Clock clock) {
        this.suppressions = suppressions;
        this.idempotent = idempotent;
        this.transactions = transactions;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * An address to be left alone.
     *
     * @param address a mail address, a phone number in E.164, or the channel's own id; only a keyed token of it is kept
     * @param scope ALL, or MARKETING for marketing and care
     * @param until end of the suppression; for good when missing
     */
    record SuppressionRequest(
            @NotNull Channel channel,
            @NotBlank @Size(max = 254) String address,
            @NotNull Scope scope,
            @NotNull Reason reason,
            @Nullable Instant until) {

        /** Without the address. */
        @Override
        public String toString() {
            return "SuppressionRequest[" + channel + "]";
        }
    }

    /** An address to be looked up. */
    record LookupRequest(
            @NotNull Channel channel,
            @NotBlank @Size(max = 254) String address) {

        /** Without the address. */
        @Override
        public String toString() {
            return "LookupRequest[" + channel + "]";
        }
    }

    /** A suppression; which address it is for cannot be told any more. */
    record SuppressionView(
            UUID id,
            Channel channel,
            Scope scope,
            Reason reason,
            @Nullable Instant until,
            Instant createdAt,
            String createdBy) {

        static SuppressionView of(Suppression suppression) {
            return new SuppressionView(
                    suppression.id(),
                    suppression.channel(),
                    suppression.scope(),
                    suppression.reason(),
                    suppression.until(),
                    suppression.createdAt(),
                    suppression.createdBy());
        }
    }

    /** What is known about one address: nothing, or one entry per scope. */
    record SuppressionList(List<SuppressionView> items) {}

    @GetMapping(PATH)
    @Operation(summary = "All suppressions, newest first")
    Page<SuppressionView> listSuppressions(@Valid @ParameterObject PageRequest page) {
        return suppressions.list(page).map(SuppressionView::of);
    }

    @PostMapping(PATH)
    @Operation(
            summary = "Suppress an address",
            description = "Holds from the next message on, whichever customer has the address now or later. The address"
                    + " itself is not kept. One that is suppressed in this scope already gets the new reason and end.")
    ResponseEntity<SuppressionView> suppress(@Valid @RequestBody SuppressionRequest request) {
        ContactAddress address = address(request.channel(), request.address());
        return idempotent.once(() -> {
            Suppression suppression = suppressions.put(
                    address,
                    request.scope(),
                    request.reason(),
                    request.until(),
                    Caller.required().originatingSubject(),
                    clock.instant());
            audit.record(AuditEntry.of("suppression.put", suppression.id().toString(), "scope", "reason", "until")
                    .because(suppression.reason().name()));
            return ResponseEntity.created(URI.create(PATH + "/" + suppression.id()))
                    .eTag(tag(suppression))
                    .body(SuppressionView.of(suppression));
        });
    }

    @PostMapping(PATH + ":lookup")
    @Operation(
            summary = "Whether an address is suppressed",
            description = "Changes nothing; a POST, so that the address stays out of logs of addresses.")
    SuppressionList lookUpAddress(@Valid @RequestBody LookupRequest request) {
        return new SuppressionList(suppressions.of(address(request.channel(), request.address())).stream()
                .map(SuppressionView::of)
                .toList());
    }

    @GetMapping(PATH + "/{id}")
    @Operation(summary = "One suppression")
    ResponseEntity<SuppressionView> getSuppression(@PathVariable UUID id) {
        Suppression suppression = required(id);
        return ResponseEntity.ok().eTag(tag(suppression)).body(SuppressionView.of(suppression));
    }

    @DeleteMapping(PATH + "/{id}")
    @Operation(
            summary = "Lift a suppression",
            description = "Needs `If-Match` with the ETag of the suppression as it was read.")
    ResponseEntity<Void> liftSuppression(
            @PathVariable UUID id, @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch) {
        EntityVersion expected = EntityVersion.required(ifMatch);
        return transactions.call(() -> {
            Suppression current = required(id);
            expected.mustBe(current.version(), () -> SuppressionView.of(current), () -> List.of("reason", "until"));
            if (!suppressions.remove(current)) {
                // Changed or lifted between the two statements; a repetition will tell which.
                throw new ProblemException(CommonProblem.CONFLICT);
            }
            audit.record(AuditEntry.of("suppression.remove", id.toString())
                    .because(current.reason().name()));
            return ResponseEntity.noContent().build();
        });
    }

    private Suppression required(UUID id) {
        return suppressions.find(id).orElseThrow(() -> new ProblemException(NotificationProblem.SUPPRESSION_NOT_FOUND));
    }

    private static ContactAddress address(Channel channel, String text) {
        return ContactAddress.parse(channel, text).orElseThrow(() -> ProblemException.field("/address", "address"));
    }

    private static String tag(Suppression suppression) {
        return new EntityVersion(suppression.version()).tag();
    }
}
