package io.kehu.customer.relation;

import io.kehu.customer.CustomerProblem;
import io.kehu.customer.customer.Customer;
import io.kehu.customer.customer.CustomerNumber;
import io.kehu.customer.customer.Customers;
import io.kehu.customer.customer.web.ObjectRules;
import io.kehu.customer.customer.web.Said;
import io.kehu.starter.base.TimeOrderedIds;
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
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Relations over HTTP, seen from one of the two customers. */
@RestController
@RequestMapping("/customer/v1/customers/{number}/relations")
@Tag(name = "relations")
class RelationController {

    private final RelateCustomers relate;
    private final Relations relations;
    private final Customers customers;
    private final ObjectRules objectRules;
    private final IdempotentRequests idempotent;
    private final Transactions transactions;
    private final AuditTrail audit;
    private final Clock clock;

    RelationController(
            RelateCustomers relate,
            Relations relations,
            Customers customers,
            ObjectRules objectRules,
            IdempotentRequests idempotent,
            Transactions transactions,
            AuditTrail audit,
            Clock clock) {
        this.relate = relate;
        this.relations = relations;
        this.customers = customers;
        this.objectRules = objectRules;
        this.idempotent = idempotent;
        this.transactions = transactions;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Asks for a relation.
     *
     * @param type what the other one is to this customer
     * @param number the other one
     */
    record RelationBody(
            @NotNull RelationName type,

            @Schema(example = "C00000000135") @NotBlank @Size(max = 60)
            String number) {}

    /** A relation that was made. Names nobody, because answers to keyed requests are kept. */
    record Related(
            UUID id,
            RelationName type,
            @Schema(example = "C00000000135") String number) {}

    /**
     * A relation.
     *
     * @param type what the other one is to this customer
     * @param number the other one; missing where the caller may not see that customer
     * @param fullName of the other one
     * @param source how it came in
     * @param since when it came in
     */
    record RelationView(
            UUID id,
            RelationName type,
            @Schema(example = "C00000000135") @Nullable String number,

            @Schema(example = "张三") @Masked(Mask.NAME) @Nullable
            String fullName,

            @Schema(example = "CONSOLE") String source,
            Instant since) {}

    @PostMapping
    @ApiResponse(responseCode = "201", useReturnTypeSchema = true)
    @Operation(
            summary = "Relate two customers",
            description =
                    "`type` is what the other one is to this customer, so the same relation can be said from either side. Chains of"
                            + " employers and of referrers never close, and a customer has one referrer.")
    ResponseEntity<Related> relate(
            @PathVariable String number,
            @Valid @RequestBody RelationBody body,
            @Parameter(description = IdempotentRequests.KEY_HELP)
                    @RequestHeader(name = "Idempotency-Key", required = false)
                    @Nullable
                    String idempotencyKey) {
        CustomerNumber side = objectRules.writable(number);
        CustomerNumber other = objectRules.readable(body.number());
        if (side.equals(other)) {
            throw ProblemException.field("/number", "relation-self");
        }
        return idempotent.once(() -> {
            Caller caller = Caller.required();
            Relation relation = Relation.said(
                    TimeOrderedIds.next(),
                    side,
                    body.type(),
                    other,
                    Said.source(caller),
                    caller.originatingSubject(),
                    clock.instant());
            relate.relate(relation);
            audit.recordAll(List.of(
                    AuditEntry.of("relation.add", side.value(), relation.type().name()),
                    AuditEntry.of("relation.add", other.value(), relation.type().name())));
            return ResponseEntity.created(URI.create("/customer/v1/customers/" + side + "/relations/" + relation.id()))
                    .body(new Related(relation.id(), relation.nameFor(side), other.value()));
        });
    }

    @GetMapping
    @Operation(summary = "Who is what to a customer", description = "From both sides, in the order they came.")
    ResponseEntity<Page<RelationView>> relations(
            @PathVariable String number, @ParameterObject @Valid PageRequest page) {
        CustomerNumber side = objectRules.readable(number);
        Cursor after = page.after(1);
        return transactions.call(() -> {
            if (customers.existing(List.of(side.value())).isEmpty()) {
                throw new ProblemException(CustomerProblem.CUSTOMER_NOT_FOUND);
            }
            Page<Relation> found = Page.of(
                    relations.list(side, after == null ? null : after.uuid(0), page.fetch()),
                    page,
                    last -> Cursor.of(last.id()));
            Set<CustomerNumber> visible = visible(found.items(), side);
            Map<CustomerNumber, Customer> others = customers.find(visible);
            List<AuditEntry> read = new ArrayList<>(List.of(AuditEntry.of("relation.list", side.value())));
            visible.forEach(other -> read.add(AuditEntry.of("relation.list", other.value())));
            audit.recordAll(read);
            return ResponseEntity.ok()
                    .cacheControl(CacheControl.noStore())
                    .body(found.map(relation -> view(relation, side, others)));
        });
    }

    @DeleteMapping("/{id}")
    @ApiResponse(responseCode = "204", description = "Ended", content = @Content)
    @Operation(
            summary = "End a relation",
            description = "From either side. A relation never changes, so it has no ETag.")
    ResponseEntity<Void> endRelation(@PathVariable String number, @PathVariable UUID id) {
        CustomerNumber side = objectRules.writable(number);
        transactions.run(() -> {
            Optional<Relation> relation = relations
                    .find(id)
                    .filter(found -> found.from().equals(side) || found.to().equals(side));
            if (relation.isEmpty() || !relations.delete(id)) {
                throw new ProblemException(CustomerProblem.RELATION_NOT_FOUND);
            }
            String type = relation.get().type().name();
            CustomerNumber other = relation.get().otherThan(side);
            audit.recordAll(List.of(
                    AuditEntry.of("relation.end", side.value(), type),
                    AuditEntry.of("relation.end", other.value(), type)));
        });
        return ResponseEntity.noContent().build();
    }

    /** Others whom the caller may read; of the rest only the relation itself is shown. */
    private Set<CustomerNumber> visible(List<Relation> found, CustomerNumber side) {
        Set<CustomerNumber> others = new LinkedHashSet<>();
        found.forEach(relation -> others.add(relation.otherThan(side)));
        return others.isEmpty() ? others : new LinkedHashSet<>(objectRules.admitted(others));
    }

    private static RelationView view(Relation relation, CustomerNumber side, Map<CustomerNumber, Customer> others) {
        Customer other = others.get(relation.otherThan(side));
        return new RelationView(
                relation.id(),
                relation.nameFor(side),
                other == null ? null : other.number().value(),
                other == null || other.draft().fullName() == null
                        ? null
                        : other.draft().fullName().value(),
                relation.source().name(),
                relation.createdAt());
    }
}
