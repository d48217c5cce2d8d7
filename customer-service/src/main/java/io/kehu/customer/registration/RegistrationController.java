package io.kehu.customer.registration;

import io.kehu.customer.customer.CustomFields;
import io.kehu.customer.customer.CustomerDraft;
import io.kehu.customer.customer.Origin;
import io.kehu.customer.customer.RecordConsents;
import io.kehu.customer.customer.Source;
import io.kehu.customer.customer.web.ConsentReader;
import io.kehu.customer.customer.web.DraftReader;
import io.kehu.customer.customer.web.Said;
import io.kehu.customer.identity.Numbers;
import io.kehu.starter.base.TimeOrderedIds;
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
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Registration over HTTP. */
@RestController
@Tag(name = "customers")
class RegistrationController {

    private final AdmitCustomer admit;
    private final DraftReader drafts;
    private final ConsentReader consentReader;
    private final CustomFields customFields;
    private final IdempotentRequests idempotent;

    RegistrationController(
            AdmitCustomer admit,
            DraftReader drafts,
            ConsentReader consentReader,
            CustomFields customFields,
            IdempotentRequests idempotent) {
        this.admit = admit;
        this.drafts = drafts;
        this.consentReader = consentReader;
        this.customFields = customFields;
        this.idempotent = idempotent;
    }

    /**
     * A registered customer. Names nothing personal, because answers to keyed requests are kept.
     *
     * @param number the customer number
     * @param version for the first change
     */
    record Registered(
            @Schema(example = "C00000000135") String number,
            @Schema(example = "3") long version) {}

    @PostMapping("/customer/v1/customers")
    @ApiResponse(responseCode = "201", useReturnTypeSchema = true)
    @Operation(
            summary = "Register a customer",
            description =
                    "The number comes from identity-service. A phone or mail under a name that are registered already are"
                            + " refused with 409 and the existing number, unless `distinct` is true. An official number that is"
                            + " registered already is always refused.")
    ResponseEntity<Registered> register(
            @Valid @RequestBody RegistrationBody body,
            @Parameter(description = IdempotentRequests.KEY_HELP)
                    @RequestHeader(name = "Idempotency-Key", required = false)
                    @Nullable
                    String idempotencyKey) {
        AdmitCustomer.Admission admission = admission(body);
        Map<String, @Nullable Object> custom = body.custom() == null ? Map.of() : body.custom();
        customFields.check(custom);
        String key =
                idempotent.currentKey().orElseGet(() -> TimeOrderedIds.next().toString());
        return idempotent.once(
                () -> admit.prepare(admission, "register/" + Caller.required().subject() + "/" + key), number -> {
                    admit.register(admission, number);
                    customFields.change(number, custom);
                    return ResponseEntity.created(URI.create("/customer/v1/customers/" + number))
                            .eTag(new EntityVersion(1).tag())
                            .body(new Registered(number.value(), 1));
                });
    }

    private AdmitCustomer.Admission admission(RegistrationBody body) {
        List<Numbers.ExternalId> references = body.references() == null
                ? List.of()
                : body.references().stream()
                        .map(reference -> new Numbers.ExternalId(reference.system(), reference.externalId()))
                        .toList();
        CustomerDraft draft = drafts.read(body.body());
        if (draft.fullName() == null && references.isEmpty()) {
            throw ProblemException.field("/fullName", "name-or-reference");
        }
        List<RecordConsents.Word> consents = body.consents() == null
                ? List.of()
                : consentReader.read(ConsentReader.Place.REGISTRATION, body.consents());
        return new AdmitCustomer.Admission(
                draft, consents, references, origin(body, draft), Boolean.TRUE.equals(body.distinct()));
    }

    private static Origin origin(RegistrationBody body, CustomerDraft draft) {
        Origin origin = Said.by(Caller.required(), body.body().verified(), draft);
        return draft.fullName() == null ? new Origin(Source.EXTERNAL, origin.actor(), origin.verified()) : origin;
    }
}
