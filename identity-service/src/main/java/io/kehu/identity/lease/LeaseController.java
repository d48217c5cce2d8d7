package io.kehu.identity.lease;

import io.kehu.identity.number.CustomerNumber;
import io.kehu.identity.scheme.Scheme;
import io.kehu.identity.scheme.SchemeCode;
import io.kehu.identity.scheme.Schemes;
import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.idempotency.IdempotentRequests;
import io.kehu.starter.web.page.Page;
import io.kehu.starter.web.page.PageRequest;
import io.kehu.starter.web.version.EntityVersion;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Leases over HTTP. */
@RestController
@RequestMapping("/identity/v1/leases")
@Tag(name = "leases")
class LeaseController {

    private final OpenLease openLease;
    private final ReportUsage reportUsage;
    private final ReturnLease returnLease;
    private final ShowLeases showLeases;
    private final Schemes schemes;
    private final IdempotentRequests idempotent;

    LeaseController(
            OpenLease openLease,
            ReportUsage reportUsage,
            ReturnLease returnLease,
            ShowLeases showLeases,
            Schemes schemes,
            IdempotentRequests idempotent) {
        this.openLease = openLease;
        this.reportUsage = reportUsage;
        this.returnLease = returnLease;
        this.showLeases = showLeases;
        this.schemes = schemes;
        this.idempotent = idempotent;
    }

    /**
     * Asks for numbers to be given out offline.
     *
     * @param scheme code of an active scheme
     * @param branch digits, where the scheme's template has a branch
     * @param holder name of the shop or till, such as {@code shop-12/till-3}; no name of a person
     * @param size how many, 1 to 100,000
     * @param ttlSeconds how long they may be given out, a minute to a year
     */
    record LeaseRequest(
            @Schema(example = "SHOP") @NotNull @Pattern(regexp = SchemeCode.PATTERN)
            String scheme,

            @Schema(example = "0012") @Pattern(regexp = "\\d{1,8}") @Nullable
            String branch,

            @Schema(example = "shop-12/till-3") @NotNull @Pattern(regexp = Lease.HOLDER_PATTERN)
            String holder,

            @Schema(example = "500") @NotNull @Min(1) @Max(100_000)
            Integer size,

            @Schema(example = "2592000") @NotNull @Min(60) @Max(31_536_000)
            Long ttlSeconds) {}

    /**
     * A lease.
     *
     * @param epoch fencing token: reports and the return name it
     * @param used how many numbers are known to be used
     * @param expiresAt from then on no number of it may be given out
     */
    record LeaseView(
            UUID id,
            @Schema(example = "SHOP") String scheme,
            @Schema(example = "0012") @Nullable String branch,
            @Schema(example = "shop-12/till-3") String holder,
            @Schema(example = "500") long size,
            @Schema(example = "7") long epoch,
            CustomerNumber first,
            CustomerNumber last,
            @Schema(example = "42") int used,
            Lease.State state,
            Instant expiresAt,
            Instant createdAt,
            @Nullable Instant closedAt) {}

    /**
     * Up to 1,000 numbers that customers carry now.
     *
     * @param epoch of the lease
     * @param numbers in any form people write
     */
    record UsageRequest(
            @Schema(example = "7") @NotNull Long epoch,

            @Schema(example = "[\"S-0012-00000042-51\"]") @NotEmpty @Size(max = 1000)
            List<@NotNull @Size(max = 100) String> numbers) {}

    /**
     * Verdict over one number.
     *
     * @param input place in the request, from 0; numbers are not repeated in answers
     */
    record UsageVerdict(@Schema(example = "0") int input, ReportUsage.Verdict verdict) {}

    /**
     * Verdicts in the order of the request.
     *
     * @param used how many numbers of the lease are known to be used now
     * @param late whether the lease was over before the report came
     */
    record UsageReport(@Schema(example = "42") int used, boolean late, List<UsageVerdict> items) {}

    /**
     * Gives back what was not used.
     *
     * @param epoch of the lease
     * @param lastUsed every number of the lease up to this one is used; leave it away when all used ones were reported
     */
    record ReturnRequest(
            @Schema(example = "7") @NotNull Long epoch,

            @Schema(example = "S-0012-00000042-51") @Size(max = 100) @Nullable
            String lastUsed) {}

    @PostMapping
    @ApiResponse(responseCode = "201", useReturnTypeSchema = true)
    @Operation(summary = "Lease numbers to a shop or an offline till", description = """
                    A returned block that is large enough goes out before new numbers do. Year, month and branch of the numbers are \
                    those of this moment. The lease belongs to the caller's subject.""")
    ResponseEntity<LeaseView> openLease(@Valid @RequestBody LeaseRequest request) {
        Caller caller = Caller.required();
        return idempotent.once(() -> {
            Lease lease = openLease.open(
                    new OpenLease.Wish(
                            new SchemeCode(request.scheme()),
                            request.branch(),
                            request.holder(),
                            request.size(),
                            Duration.ofSeconds(request.ttlSeconds())),
                    caller.originatingSubject());
            return ResponseEntity.status(HttpStatus.CREATED)
                    .location(URI.create("/identity/v1/leases/" + lease.id()))
                    .eTag(tag(lease))
                    .body(view(lease));
        });
    }

    @GetMapping
    @Operation(
            summary = "Leases, newest first",
            description = "Managers, auditors and administrators see all, others their own.")
    Page<LeaseView> listLeases(
            @RequestParam(required = false) Lease.@Nullable State state,
            @RequestParam(required = false) @Pattern(regexp = Lease.HOLDER_PATTERN) @Nullable String holder,
            @ParameterObject @Valid PageRequest page) {
        Map<SchemeCode, Scheme> known =
                schemes.all().stream().collect(Collectors.toMap(Scheme::code, Function.identity()));
        return showLeases
                .list(LeaseFilter.of(state, holder, Caller.required()), page)
                .map(lease -> view(lease, known));
    }

    @GetMapping("/{id}")
    @Operation(summary = "One lease", description = "Managers, auditors and administrators see all, others their own.")
    ResponseEntity<LeaseView> getLease(@PathVariable UUID id) {
        Lease lease = showLeases.one(new LeaseId(id), Caller.required());
        return ResponseEntity.ok().eTag(tag(lease)).body(view(lease));
    }

    @GetMapping("/{id}/numbers")
    @Operation(summary = "The numbers that may still be given out", description = """
                    In sequence, without those reported as used; none when the lease is over. For the subject that asked for the \
                    lease and for administrators.""")
    Page<CustomerNumber> listLeaseNumbers(
            @PathVariable UUID id,
            @Parameter(description = "Items at most.") @RequestParam(defaultValue = "1000") @Min(1) @Max(1000)
                    int limit,
            @Parameter(description = "`nextCursor` of the page before; missing for the first page.")
                    @RequestParam(required = false)
                    @Nullable
                    String cursor) {
        return showLeases.numbers(new LeaseId(id), new PageRequest(limit, cursor), Caller.required());
    }

    @PostMapping("/{id}/usage")
    @Operation(summary = "Report up to 1,000 numbers as used", description = """
                    Each is settled for itself: good ones become issued in the holder's name, the others are named with the reason. \
                    Repeating a report changes nothing. A report after the lease expired is taken as well (`late`), because customers \
                    carry the numbers; one after the return is refused, because somebody else may have them.""")
    ResponseEntity<UsageReport> reportUsage(@PathVariable UUID id, @Valid @RequestBody UsageRequest request) {
        Caller caller = Caller.required();
        return idempotent.once(() -> {
            ReportUsage.Report report = reportUsage.report(new LeaseId(id), request.epoch(), request.numbers(), caller);
            List<UsageVerdict> items = IntStream.range(0, report.verdicts().size())
                    .mapToObj(index -> new UsageVerdict(index, report.verdicts().get(index)))
                    .toList();
            return ResponseEntity.ok(new UsageReport(report.lease().used(), report.late(), items));
        });
    }

    @PostMapping("/{id}:return")
    @Operation(summary = "Return what is left of a lease", description = """
                    Ends the lease. Numbers that were not reported go to a later lease, so report all used ones first, or name the \
                    last one where numbers were given out in sequence. Of a till that is lost nobody knows what it used: let its \
                    lease expire instead. Administrators may return leases of others.""")
    ResponseEntity<LeaseView> returnLease(@PathVariable UUID id, @Valid @RequestBody ReturnRequest request) {
        Caller caller = Caller.required();
        return idempotent.once(() -> {
            Lease lease = returnLease.giveBack(new LeaseId(id), request.epoch(), request.lastUsed(), caller);
            return ResponseEntity.ok().eTag(tag(lease)).body(view(lease));
        });
    }

    private static String tag(Lease lease) {
        return new EntityVersion(lease.version()).tag();
    }

    private LeaseView view(Lease lease) {
        return view(lease, Map.of(lease.scheme(), schemes.required(lease.scheme())));
    }

    private static LeaseView view(Lease lease, Map<SchemeCode, Scheme> known) {
        LeasedNumbers numbers = new LeasedNumbers(Objects.requireNonNull(known.get(lease.scheme())), lease);
        return new LeaseView(
                lease.id().value(),
                lease.scheme().value(),
                lease.branch(),
                lease.holder(),
                lease.range().size(),
                lease.epoch(),
                numbers.first(),
                numbers.last(),
                lease.used(),
                lease.state(),
                lease.expiresAt(),
                lease.createdAt(),
                lease.closedAt());
    }
}
