package io.kehu.customer.tag;

import io.kehu.customer.CustomerProblem;
import io.kehu.customer.customer.CustomerList;
import io.kehu.customer.customer.CustomerNumber;
import io.kehu.customer.customer.web.ObjectRules;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.protection.audit.AuditEntry;
import io.kehu.starter.protection.audit.AuditTrail;
import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.idempotency.IdempotentRequests;
import io.kehu.starter.web.problem.ProblemException;
import io.kehu.starter.web.version.EntityVersion;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Tags over HTTP. */
@RestController
@io.swagger.v3.oas.annotations.tags.Tag(name = "tags")
class TagController {

    private final Tags tags;
    private final CustomerTags customerTags;
    private final TagCustomers tagCustomers;
    private final ObjectRules objectRules;
    private final IdempotentRequests idempotent;
    private final Transactions transactions;
    private final AuditTrail audit;

    TagController(
            Tags tags,
            CustomerTags customerTags,
            TagCustomers tagCustomers,
            ObjectRules objectRules,
            IdempotentRequests idempotent,
            Transactions transactions,
            AuditTrail audit) {
        this.tags = tags;
        this.customerTags = customerTags;
        this.tagCustomers = tagCustomers;
        this.objectRules = objectRules;
        this.idempotent = idempotent;
        this.transactions = transactions;
        this.audit = audit;
    }

    /** All tags. */
    record TagList(List<Tags.Label> items) {}

    /** Tags of a customer. */
    record CarriedTags(List<CustomerTags.Carried> items) {}

    /**
     * A tag as it shall be.
     *
     * @param name unique among tags that are not retired
     * @param colour as {@code #rrggbb}
     * @param family tags that belong together
     */
    record TagBody(
            @NotBlank @Size(max = 60) @Schema(example = "爱茶 / tea lover")
            String name,

            @NotNull @Pattern(regexp = "#[0-9a-f]{6}") @Schema(example = "#2e7d32")
            String colour,

            @Schema(example = "口味 / taste") @Size(min = 1, max = 60) @Nullable
            String family) {}

    /** A new tag. Its code stays for ever. */
    record NewTag(
            @NotNull @Pattern(regexp = CustomerList.TAG_CODE) @Schema(example = "tea-lover")
            String code,

            @NotNull @Valid TagBody tag) {}

    /**
     * A tag as it shall be from now on.
     *
     * @param retired true where nobody shall get it any more; false when missing
     */
    record TagChange(@NotNull @Valid TagBody tag, @Nullable Boolean retired) {}

    /** Up to 1,000 customers. */
    record TaggedNumbers(
            @Schema(example = "[\"C00000000135\", \"C00000000232\"]") @NotEmpty @Size(max = 1000)
            Set<@NotNull @Pattern(regexp = CustomerNumber.PATTERN) String> numbers) {}

    /**
     * What became of them.
     *
     * @param changed customers that got or lost the tag
     * @param unchanged customers that had it already, or did not have it
     * @param missing numbers of no customer the caller may see
     */
    record TagResult(
            @Schema(example = "2") int changed,
            @Schema(example = "1") int unchanged,
            @Schema(example = "[\"C99999999222\"]") List<String> missing) {}

    @GetMapping("/customer/v1/tags")
    @Operation(summary = "All tags, by family and name")
    TagList all() {
        return new TagList(tags.all());
    }

    @PostMapping("/customer/v1/tags")
    @ApiResponse(responseCode = "201", useReturnTypeSchema = true)
    @Operation(summary = "Make a tag")
    ResponseEntity<Tags.Label> create(
            @Valid @RequestBody NewTag request,
            @Parameter(description = IdempotentRequests.KEY_HELP)
                    @RequestHeader(name = "Idempotency-Key", required = false)
                    @Nullable
                    String idempotencyKey) {
        TagBody body = request.tag();
        Tags.Label label = new Tags.Label(request.code(), body.name(), body.colour(), body.family(), false, 1);
        return idempotent.once(() -> {
            if (!tags.insert(label)) {
                throw new ProblemException(CustomerProblem.TAG_EXISTS);
            }
            audit.record(AuditEntry.of("tag.create", label.code()));
            return ResponseEntity.created(URI.create("/customer/v1/tags"))
                    .eTag(new EntityVersion(1).tag())
                    .body(label);
        });
    }

    @PutMapping("/customer/v1/tags/{code}")
    @Operation(
            summary = "Rename, recolour or retire a tag",
            description = "Records keep a retired tag. Needs If-Match with the version the list shows.")
    ResponseEntity<Tags.Label> change(
            @PathVariable @Pattern(regexp = CustomerList.TAG_CODE) String code,
            @Parameter(description = "ETag of the tag as it was read, such as `\"1\"`.")
                    @RequestHeader(name = "If-Match", required = false)
                    @Nullable
                    String ifMatch,
            @Valid @RequestBody TagChange change) {
        EntityVersion expected = EntityVersion.required(ifMatch);
        return transactions.call(() -> {
            Tags.Label current = tags.lock(code).orElseThrow(() -> new ProblemException(CustomerProblem.TAG_NOT_FOUND));
            expected.mustBe(current.version(), () -> current, List::of);
            TagBody body = change.tag();
            Tags.Label wanted = new Tags.Label(
                    code,
                    body.name(),
                    body.colour(),
                    body.family(),
                    Boolean.TRUE.equals(change.retired()),
                    current.version() + 1);
            if (!tags.update(wanted)) {
                throw new ProblemException(CustomerProblem.TAG_EXISTS);
            }
            audit.record(AuditEntry.of("tag.change", code));
            return ResponseEntity.ok()
                    .eTag(new EntityVersion(wanted.version()).tag())
                    .body(wanted);
        });
    }

    @PostMapping("/customer/v1/tags/{code}:apply")
    @Operation(
            summary = "Give a tag to up to 1,000 customers",
            description = "Twice does no harm. Retired tags are given to nobody.")
    ResponseEntity<TagResult> apply(
            @PathVariable @Pattern(regexp = CustomerList.TAG_CODE) String code,
            @Valid @RequestBody TaggedNumbers request,
            @Parameter(description = IdempotentRequests.KEY_HELP)
                    @RequestHeader(name = "Idempotency-Key", required = false)
                    @Nullable
                    String idempotencyKey) {
        String by = Caller.required().originatingSubject();
        return settle("customer.tag", code, request, (tag, numbers) -> tagCustomers.add(tag, numbers, by));
    }

    @PostMapping("/customer/v1/tags/{code}:remove")
    @Operation(summary = "Take a tag from up to 1,000 customers", description = "Twice does no harm.")
    ResponseEntity<TagResult> remove(
            @PathVariable @Pattern(regexp = CustomerList.TAG_CODE) String code,
            @Valid @RequestBody TaggedNumbers request,
            @Parameter(description = IdempotentRequests.KEY_HELP)
                    @RequestHeader(name = "Idempotency-Key", required = false)
                    @Nullable
                    String idempotencyKey) {
        return settle("customer.untag", code, request, tagCustomers::remove);
    }

    @GetMapping("/customer/v1/customers/{number}/tags")
    @Operation(summary = "Tags of a customer")
    CarriedTags of(@PathVariable String number) {
        CustomerNumber wanted = objectRules.readable(number);
        return transactions.call(() -> {
            audit.record(AuditEntry.of("customer.tags", wanted.value()));
            return new CarriedTags(customerTags.of(wanted));
        });
    }

    private ResponseEntity<TagResult> settle(
            String action,
            String code,
            TaggedNumbers request,
            BiFunction<String, List<CustomerNumber>, List<CustomerNumber>> work) {
        List<CustomerNumber> asked =
                request.numbers().stream().map(CustomerNumber::new).toList();
        return idempotent.once(() -> {
            List<CustomerNumber> admitted = objectRules.admitted(asked);
            List<CustomerNumber> changed = work.apply(code, admitted);
            audit.recordAll(changed.stream()
                    .map(number -> AuditEntry.of(action, number.value(), code))
                    .toList());
            Set<CustomerNumber> known = Set.copyOf(admitted);
            List<String> missing = asked.stream()
                    .filter(number -> !known.contains(number))
                    .map(CustomerNumber::value)
                    .toList();
            return ResponseEntity.ok(new TagResult(changed.size(), admitted.size() - changed.size(), missing));
        });
    }
}
