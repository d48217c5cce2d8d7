package io.kehu.customer.erasure;

import io.kehu.customer.CustomerProblem;
import io.kehu.customer.customer.Customer;
import io.kehu.customer.customer.CustomerNumber;
import io.kehu.customer.customer.Customers;
import io.kehu.customer.customer.web.ObjectRules;
import io.kehu.customer.customer.web.ShownCustomers;
import io.kehu.starter.base.TimeOrderedIds;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.erasing.ErasureItem;
import io.kehu.starter.merging.MergedNumbers;
import io.kehu.starter.protection.audit.AuditEntry;
import io.kehu.starter.protection.audit.AuditTrail;
import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.idempotency.IdempotentRequests;
import io.kehu.starter.web.page.Cursor;
import io.kehu.starter.web.page.Page;
import io.kehu.starter.web.page.PageRequest;
import io.kehu.starter.web.problem.ProblemException;
import io.kehu.starter.web.version.EntityVersion;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Erasures over HTTP. */
@RestController
@Tag(name = "erasures")
class ErasureController {

    private static final Logger log = LoggerFactory.getLogger(ErasureController.class);
    private static final String PATH = "/customer/v1/erasures/";

    private final CustomerErasures erasures;
    private final ErasureSteps steps;
    private final DecideErasure decide;
    private final Erasers erasers;
    private final ErasureTasks.ErasureStarts starts;
    private final ErasureProperties properties;
    private final Customers customers;
    private final MergedNumbers numbers;
    private final ShownCustomers shown;
    private final ObjectRules objectRules;
    private final IdempotentRequests idempotent;
    private final Transactions transactions;
    private final AuditTrail audit;
    private final Clock clock;

    ErasureController(
            CustomerErasures erasures,
            ErasureSteps steps,
            DecideErasure decide,
            Erasers erasers,
            ErasureTasks.ErasureStarts starts,
            ErasureProperties properties,
            Customers customers,
            MergedNumbers numbers,
            ShownCustomers shown,
            ObjectRules objectRules,
            IdempotentRequests idempotent,
            Transactions transactions,
            AuditTrail audit,
            Clock clock) {
        this.erasures = erasures;
        this.steps = steps;
        this.decide = decide;
        this.erasers = erasers;
        this.starts = starts;
        this.properties = properties;
        this.customers = customers;
        this.numbers = numbers;
        this.shown = shown;
        this.objectRules = objectRules;
        this.idempotent = idempotent;
        this.transactions = transactions;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * A refusal.
     *
     * @param reason the ground on which the customer is kept; told to the customer, so nothing internal
     */
    record ErasureRefusal(
            @Schema(example = "诉讼保全 / claims are pending") @NotBlank @Size(max = 300)
            String reason) {}

    /**
     * What one service has.
     *
     * @param items what there is, and what would become of it
     * @param available false when the service could not be asked
     */
    record ErasureStepPreview(
            ErasureStep step,
            List<ErasureItem> items,
            @Schema(example = "true") boolean available) {}

    /** Service by service, what there is, and what would become of it. */
    record ErasurePreview(List<ErasureStepPreview> steps) {}

    @DeleteMapping("/customer/v1/customers/{number}")
    @ApiResponse(responseCode = "202", useReturnTypeSchema = true)
    @Operation(
            summary = "Ask to erase a customer",
            description =
                    "A request, on which a privacy officer decides. Needs If-Match. Asked for again while it is open, the same request is"
                            + " answered. Once agreed, the record is closed at once, and every service erases what it has; what the law"
                            + " keeps stays under the bare number. There is no way back.")
    ResponseEntity<ErasureView> request(
            @PathVariable String number,
            @Parameter(description = "CUSTOMER_REQUEST when missing.") @RequestParam(required = false) @Nullable
                    ErasureBasis basis,
            @Parameter(description = "ETag of the record as it was read.")
                    @RequestHeader(name = "If-Match", required = false)
                    @Nullable
                    String ifMatch) {
        CustomerNumber wanted = objectRules.readable(number);
        EntityVersion expected = EntityVersion.required(ifMatch);
        Caller caller = Caller.required();
        return transactions.call(() -> {
            Customer current =
                    customers.lock(wanted).orElseThrow(() -> new ProblemException(CustomerProblem.CUSTOMER_NOT_FOUND));
            CustomerErasure open = erasures.open(wanted).orElse(null);
            if (open != null) {
                return accepted(open, caller);
            }
            if (current.status() == Customer.Status.ERASED) {
                ObjectRules.mustBeActive(current.status());
            }
            shown.mustBe(expected, current);
            CustomerErasure erasure = requested(wanted, basis, caller.originatingSubject());
            erasures.insert(erasure);
            audit.record(AuditEntry.of("erasure.request", wanted.value()).because("erasure " + erasure.id()));
            return accepted(erasure, caller);
        });
    }

    @GetMapping("/customer/v1/erasures")
    @Operation(summary = "Requests to erase customers", description = "Newest first.")
    Page<ErasureView> erasures(
            @ParameterObject @Valid PageRequest page, @RequestParam(required = false) @Nullable ErasureState state) {
        Cursor before = page.after(1);
        Caller caller = Caller.required();
        return Page.of(
                        erasures.page(state, before == null ? null : before.uuid(0), page.fetch()),
                        page,
                        last -> Cursor.of(last.id()))
                .map(erasure -> view(erasure, caller));
    }

    @GetMapping("/customer/v1/erasures/{id}")
    @Operation(
            summary = "An erasure, and how far it is",
            description =
                    "Afterwards the proof of it: what each service had, what it deleted, and what it kept on which ground.")
    ResponseEntity<ErasureView> erasure(@PathVariable UUID id) {
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(view(visible(id), Caller.required()));
    }

    @GetMapping("/customer/v1/erasures/{id}/preview")
    @Operation(
            summary = "What an erasure would be about",
            description = "Asks every service; changes nothing. For who has to decide.")
    ResponseEntity<ErasurePreview> preview(@PathVariable UUID id) {
        CustomerErasure erasure = visible(id);
        if (erasure.state() != ErasureState.REQUESTED) {
            throw new ProblemException(CustomerProblem.ERASURE_STATE, erasure.state());
        }
        List<String> family = numbers.family(erasure.number().value());
        ErasurePreview preview = new ErasurePreview(Arrays.stream(ErasureStep.values())
                .map(step -> preview(step, family))
                .toList());
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(preview);
    }

    @PostMapping("/customer/v1/erasures/{id}:approve")
    @ApiResponse(responseCode = "202", useReturnTypeSchema = true)
    @Operation(
            summary = "Agree to an erasure",
            description =
                    "By another person than who asked. The record is closed at once, under all numbers that stand for the customer; merges of"
                            + " theirs can be undone no more.")
    ResponseEntity<ErasureView> approve(
            @PathVariable UUID id,
            @Parameter(description = IdempotentRequests.KEY_HELP)
                    @RequestHeader(name = "Idempotency-Key", required = false)
                    @Nullable
                    String idempotencyKey) {
        Caller caller = Caller.required();
        ResponseEntity<ErasureView> answer = idempotent.once(() -> {
            decide.approve(id, caller.originatingSubject());
            return accepted(visible(id), caller);
        });
        starts.start(id);
        return answer;
    }

    @PostMapping("/customer/v1/erasures/{id}:refuse")
    @Operation(
            summary = "Refuse an erasure",
            description =
                    "By another person than who asked, with a ground the customer is told. Asking again is possible.")
    ResponseEntity<ErasureView> refuse(
            @PathVariable UUID id,
            @Valid @RequestBody ErasureRefusal body,
            @Parameter(description = IdempotentRequests.KEY_HELP)
                    @RequestHeader(name = "Idempotency-Key", required = false)
                    @Nullable
                    String idempotencyKey) {
        Caller caller = Caller.required();
        return idempotent.once(() -> {
            decide.refuse(id, body.reason(), caller.originatingSubject());
            return ResponseEntity.ok(view(visible(id), caller));
        });
    }

    private CustomerErasure requested(CustomerNumber number, @Nullable ErasureBasis basis, String by) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return new CustomerErasure(
                TimeOrderedIds.next(),
                number,
                List.of(),
                ErasureState.REQUESTED,
                basis == null ? ErasureBasis.CUSTOMER_REQUEST : basis,
                by,
                now,
                now.plus(properties.answerWithin()),
                null,
                null,
                null,
                null);
    }

    private ErasureStepPreview preview(ErasureStep step, List<String> family) {
        try {
            return new ErasureStepPreview(step, erasers.of(step).preview(family), true);
        } catch (RuntimeException e) {
            log.warn("{} does not say what it has: {}", step, e.toString());
            return new ErasureStepPreview(step, List.of(), false);
        }
    }

    /** To who asked as well: hardly anybody reaches a customer who is erased. */
    private CustomerErasure visible(UUID id) {
        String caller = Caller.required().originatingSubject();
        return erasures.find(id)
                .filter(erasure -> erasure.requestedBy().equals(caller)
                        || objectRules.admits(new CustomerNumber(
                                numbers.living(erasure.number().value()))))
                .orElseThrow(() -> new ProblemException(CustomerProblem.ERASURE_NOT_FOUND));
    }

    private ResponseEntity<ErasureView> accepted(CustomerErasure erasure, Caller caller) {
        return ResponseEntity.accepted()
                .location(URI.create(PATH + erasure.id()))
                .body(view(erasure, caller));
    }

    private ErasureView view(CustomerErasure erasure, Caller caller) {
        return ErasureView.of(erasure, steps.of(erasure.id()), caller);
    }
}
