package io.kehu.customer.customer.web;

import io.kehu.customer.CustomerProblem;
import io.kehu.customer.customer.Consent;
import io.kehu.customer.customer.ConsentHistory;
import io.kehu.customer.customer.Customer;
import io.kehu.customer.customer.CustomerNumber;
import io.kehu.customer.customer.Customers;
import io.kehu.customer.customer.RecordConsents;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.protection.audit.AuditEntry;
import io.kehu.starter.protection.audit.AuditTrail;
import io.kehu.starter.protection.mask.Mask;
import io.kehu.starter.protection.mask.Masked;
import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.idempotency.IdempotentRequests;
import io.kehu.starter.web.page.Cursor;
import io.kehu.starter.web.page.Page;
import io.kehu.starter.web.page.PageRequest;
import io.kehu.starter.web.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What customers agreed to, over HTTP: what stands, all there ever was, and new words. */
@RestController
@RequestMapping("/customer/v1/customers/{number}/consents")
@Tag(name = "consents")
class ConsentController {

    private final RecordConsents record;
    private final ConsentHistory history;
    private final ConsentReader reader;
    private final Customers customers;
    private final ObjectRules objectRules;
    private final IdempotentRequests idempotent;
    private final Transactions transactions;
    private final AuditTrail audit;

    ConsentController(
            RecordConsents record,
            ConsentHistory history,
            ConsentReader reader,
            Customers customers,
            ObjectRules objectRules,
            IdempotentRequests idempotent,
            Transactions transactions,
            AuditTrail audit) {
        this.record = record;
        this.history = history;
        this.reader = reader;
        this.customers = customers;
        this.objectRules = objectRules;
        this.idempotent = idempotent;
        this.transactions = transactions;
        this.audit = audit;
    }

    /**
     * What a customer says.
     *
     * @param words at most one for a channel and purpose
     */
    record ConsentWords(@NotEmpty @Size(max = 20) List<@Valid @NotNull ConsentBody> words) {}

    /**
     * A word that stands.
     *
     * @param source how it came in; MERGE for a no that came from a number that was given up
     * @param at when it was said
     * @param notice version of the text the customer was shown
     */
    record StandingConsent(
            Consent.Channel channel,
            Consent.Purpose purpose,
            ConsentHistory.State state,
            @Schema(example = "CONSOLE") String source,
            Instant at,
            @Schema(example = "privacy-2026-03") @Nullable String notice) {

        static StandingConsent of(ConsentHistory.Entry entry) {
            return new StandingConsent(
                    entry.channel(), entry.purpose(), entry.state(), entry.source(), entry.at(), entry.notice());
        }
    }

    /** What stands, by channel and purpose. Nothing said means no for marketing. */
    record StandingConsents(List<StandingConsent> items) {}

    /**
     * A word that was recorded.
     *
     * @param number under which it was said; another one than the customer's after a merge
     * @param source how it came in; MERGE for a no that came from a number that was given up
     * @param at when it was said
     * @param recordedAt when it was written down
     * @param actor who recorded it; customers see only themselves there
     * @param notice version of the text the customer was shown
     * @param evidence where the proof is; masked by role, missing when the customer was erased
     */
    record ConsentEntry(
            @Schema(example = "C00000000135") String number,
            Consent.Channel channel,
            Consent.Purpose purpose,
            ConsentHistory.State state,
            @Schema(example = "CONSOLE") String source,
            Instant at,
            Instant recordedAt,

            @Schema(example = "9c1e2f60-5a3b-4c7d-8e21-0f6b7a9d1c34") @Nullable
            String actor,

            @Schema(example = "privacy-2026-03") @Nullable String notice,

            @Schema(example = "录音 4711, 00:42") @Masked(Mask.NOTE) @Nullable
            String evidence) {

        static ConsentEntry of(ConsentHistory.Entry entry, Caller caller) {
            return new ConsentEntry(
                    entry.number().value(),
                    entry.channel(),
                    entry.purpose(),
                    entry.state(),
                    entry.source(),
                    entry.at(),
                    entry.recordedAt(),
                    Colleagues.told(caller, entry.actor()),
                    entry.notice(),
                    entry.evidence());
        }
    }

    @GetMapping
    @Operation(
            summary = "What a customer agreed to",
            description =
                    "The word that stands for each channel and purpose. Where nothing was said, marketing is refused.")
    ResponseEntity<StandingConsents> standing(@PathVariable String number) {
        CustomerNumber wanted = objectRules.readable(number);
        return transactions.call(() -> {
            mustExist(wanted);
            audit.record(AuditEntry.of("consent.read", wanted.value()));
            return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(standing(wanted));
        });
    }

    @PostMapping
    @Operation(
            summary = "Record what a customer says",
            description =
                    "A yes names the `notice` the customer was shown. Every word is kept; the one that was said last stands, so a word"
                            + " that arrives late changes nothing, and of two that were said at once the no stands. Answers what stands"
                            + " then.")
    ResponseEntity<StandingConsents> say(
            @PathVariable String number,
            @Valid @RequestBody ConsentWords body,
            @Parameter(description = IdempotentRequests.KEY_HELP)
                    @RequestHeader(name = "Idempotency-Key", required = false)
                    @Nullable
                    String idempotencyKey) {
        CustomerNumber wanted = objectRules.writable(number);
        List<RecordConsents.Word> words = reader.read(ConsentReader.Place.CONSENTS, body.words());
        return idempotent.once(() -> {
            Customer current =
                    customers.lock(wanted).orElseThrow(() -> new ProblemException(CustomerProblem.CUSTOMER_NOT_FOUND));
            ObjectRules.mustBeActive(current.status());
            Caller caller = Caller.required();
            record.record(wanted, words, Said.source(caller), caller.originatingSubject());
            audit.record(AuditEntry.of(
                    "consent.record",
                    wanted.value(),
                    words.stream().map(ConsentController::name).toArray(String[]::new)));
            return ResponseEntity.ok(standing(wanted));
        });
    }

    @GetMapping("/history")
    @Operation(
            summary = "All a customer ever said about being reached",
            description =
                    "As it was recorded, the last word first, with what proves it; under all numbers that stand for the customer.")
    ResponseEntity<Page<ConsentEntry>> consentHistory(
            @PathVariable String number, @ParameterObject @Valid PageRequest page) {
        CustomerNumber wanted = objectRules.readable(number);
        Cursor before = page.after(1);
        Caller caller = Caller.required();
        return transactions.call(() -> {
            mustExist(wanted);
            audit.record(AuditEntry.of("consent.history", wanted.value()));
            Page<ConsentEntry> found = Page.of(
                            history.list(wanted, before == null ? null : before.number(0), page.fetch()),
                            page,
                            last -> Cursor.of(last.id()))
                    .map(entry -> ConsentEntry.of(entry, caller));
            return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(found);
        });
    }

    private void mustExist(CustomerNumber number) {
        if (customers.existing(List.of(number.value())).isEmpty()) {
            throw new ProblemException(CustomerProblem.CUSTOMER_NOT_FOUND);
        }
    }

    private StandingConsents standing(CustomerNumber number) {
        return new StandingConsents(
                history.standing(number).stream().map(StandingConsent::of).toList());
    }

    private static String name(RecordConsents.Word word) {
        Consent consent = word.consent();
        return consent.channel() + ":" + consent.purpose() + ":" + consent.state();
    }
}
