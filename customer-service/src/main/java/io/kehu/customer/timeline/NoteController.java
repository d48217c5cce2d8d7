package io.kehu.customer.timeline;

import io.kehu.customer.CustomerProblem;
import io.kehu.customer.customer.CustomerNumber;
import io.kehu.customer.customer.Customers;
import io.kehu.customer.customer.Scope;
import io.kehu.customer.customer.web.ObjectRules;
import io.kehu.starter.base.TimeOrderedIds;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.merging.MergedNumbers;
import io.kehu.starter.protection.audit.AuditEntry;
import io.kehu.starter.protection.audit.AuditTrail;
import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.idempotency.IdempotentRequests;
import io.kehu.starter.web.page.Cursor;
import io.kehu.starter.web.page.Page;
import io.kehu.starter.web.page.PageRequest;
import io.kehu.starter.web.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Writing down what happened with customers, and searching in it, over HTTP. */
@RestController
@Tag(name = "timeline")
class NoteController {

    private static final Instant EARLIEST = Instant.parse("1990-01-01T00:00:00Z");
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);
    private static final String OURS = "/customer-service";

    private final Notes notes;
    private final Customers customers;
    private final MergedNumbers numbers;
    private final ObjectRules objectRules;
    private final IdempotentRequests idempotent;
    private final Transactions transactions;
    private final AuditTrail audit;
    private final Clock clock;

    NoteController(
            Notes notes,
            Customers customers,
            MergedNumbers numbers,
            ObjectRules objectRules,
            IdempotentRequests idempotent,
            Transactions transactions,
            AuditTrail audit,
            Clock clock) {
        this.notes = notes;
        this.customers = customers;
        this.numbers = numbers;
        this.objectRules = objectRules;
        this.idempotent = idempotent;
        this.transactions = transactions;
        this.audit = audit;
        this.clock = clock;
    }

    /** An entry of the timeline that was written down. */
    record Written(UUID id, Instant at) {}

    /** Up to 1,000 interactions another system knows of. */
    record ToldBatch(@NotEmpty @Size(max = 1000) List<NoteBody.@Valid @NotNull Told> items) {}

    /** What became of an interaction. */
    enum ToldOutcome {
        RECORDED,
        /** It was recorded before. */
        KNOWN,
        UNKNOWN_CUSTOMER,
        /** Its time lies before 1990 or in the future. */
        BAD_TIME
    }

    /** One of the results. */
    record ToldResult(UUID id, ToldOutcome outcome) {}

    /** Results in the order of the request. */
    record ToldResults(List<ToldResult> items) {}

    /**
     * A question over what was written down.
     *
     * @param q two or more hanzi, or whole words
     * @param number of one customer; missing for all the caller may see
     * @param limit 1 to 200; 50 when missing
     * @param cursor {@code nextCursor} of the page before
     */
    record NoteQuestion(
            @Schema(example = "保修期") @NotBlank @Size(max = 200)
            String q,

            @Schema(example = "C00000000135") @Pattern(regexp = CustomerNumber.PATTERN) @Nullable
            String number,

            @Schema(example = "50") @Min(1) @Max(200) @Nullable
            Integer limit,

            @Schema(example = "AZnzwm0cfD4") @Size(max = 500) @Nullable
            String cursor) {}

    /** An entry that was found, and whose it is, by the number that lives. */
    record FoundNote(@Schema(example = "C00000000135") String number, TimelineController.TimelineEntry entry) {

        static FoundNote of(Interactions.Interaction interaction, Map<String, String> living) {
            return new FoundNote(
                    living.getOrDefault(interaction.number(), interaction.number()),
                    TimelineController.TimelineEntry.of(interaction));
        }
    }

    @PostMapping("/customer/v1/customers/{number}/timeline")
    @ApiResponse(responseCode = "201", useReturnTypeSchema = true)
    @Operation(
            summary = "Write down what happened with a customer",
            description =
                    "Append-only: what was written stays. Calls, visits, mails, chats and meetings count as contact.")
    ResponseEntity<Written> write(
            @PathVariable String number,
            @Valid @RequestBody NoteBody body,
            @Parameter(description = IdempotentRequests.KEY_HELP)
                    @RequestHeader(name = "Idempotency-Key", required = false)
                    @Nullable
                    String idempotencyKey) {
        CustomerNumber wanted = objectRules.writable(number);
        Instant now = clock.instant();
        // As the database keeps it.
        Instant at = (body.at() == null ? now : body.at()).truncatedTo(ChronoUnit.MICROS);
        if (isBad(at, now)) {
            throw ProblemException.field("/at", "time");
        }
        Notes.Note note = new Notes.Note(
                TimeOrderedIds.next(),
                wanted,
                at,
                body.kind(),
                body.channel(),
                OURS,
                Caller.required().originatingSubject(),
                body.ref(),
                body.summary());
        return idempotent.once(() -> {
            if (customers.existing(List.of(wanted.value())).isEmpty()) {
                throw new ProblemException(CustomerProblem.CUSTOMER_NOT_FOUND);
            }
            notes.append(List.of(note));
            audit.record(AuditEntry.of("customer.note", wanted.value()));
            return ResponseEntity.status(HttpStatus.CREATED).body(new Written(note.id(), note.at()));
        });
    }

    @PostMapping("/customer/v1/interactions:batch")
    @Operation(
            summary = "Tell of up to 1,000 interactions",
            description =
                    "For call centres, chats and the like. (source, externalId, at) is the natural key: the same one is kept once.")
    ResponseEntity<ToldResults> tell(
            @Valid @RequestBody ToldBatch batch,
            @Parameter(
                            description =
                                    "1 to 255 visible characters. The natural key protects against repetition as well.")
                    @RequestHeader(name = "Idempotency-Key", required = false)
                    @Nullable
                    String idempotencyKey) {
        return idempotent.once(() -> ResponseEntity.ok(new ToldResults(record(batch.items()))));
    }

    @PostMapping("/customer/v1/interactions:search")
    @Operation(
            summary = "Search in what was written down",
            description = "A POST, because what people search for belongs into no address and no log. Newest first.")
    ResponseEntity<Page<FoundNote>> search(@Valid @RequestBody NoteQuestion question) {
        CustomerNumber number = question.number() == null ? null : objectRules.readable(question.number());
        PageRequest page = new PageRequest(question.limit(), question.cursor());
        Cursor before = page.after(2);
        Scope scope = objectRules.scope();
        Page<FoundNote> found = transactions.call(() -> {
            List<Interactions.Interaction> rows = notes.search(
                    question.q(),
                    number,
                    scope,
                    before == null ? null : before.instant(0),
                    before == null ? null : before.uuid(1),
                    page.fetch());
            Map<String, String> living = numbers.living(
                    rows.stream().map(Interactions.Interaction::number).toList());
            Page<FoundNote> result =
                    Page.of(rows, page, last -> Cursor.of(last.at(), last.id())).map(row -> FoundNote.of(row, living));
            audit.recordAll(result.items().stream()
                    .map(FoundNote::number)
                    .distinct()
                    .map(seen -> AuditEntry.of("customer.timeline", seen))
                    .toList());
            return result;
        });
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(found);
    }

    private List<ToldResult> record(List<NoteBody.Told> told) {
        Set<String> known = new HashSet<>(customers.existingAndNotErased(
                told.stream().map(NoteBody.Told::number).distinct().toList()));
        Instant now = clock.instant();
        String actor = Caller.required().originatingSubject();
        List<Notes.Note> fresh = told.stream()
                .filter(one -> known.contains(one.number()) && !isBad(one.at(), now))
                .map(one -> note(one, actor))
                .toList();
        Set<UUID> recorded = new HashSet<>(fresh.isEmpty() ? List.of() : notes.append(fresh));
        List<ToldResult> results = new ArrayList<>();
        for (NoteBody.Told one : told) {
            UUID id = id(one);
            // Of the same one twice in a request, the first is recorded.
            ToldOutcome stored = recorded.remove(id) ? ToldOutcome.RECORDED : ToldOutcome.KNOWN;
            ToldOutcome timely = isBad(one.at(), now) ? ToldOutcome.BAD_TIME : stored;
            results.add(new ToldResult(id, known.contains(one.number()) ? timely : ToldOutcome.UNKNOWN_CUSTOMER));
        }
        audit.recordAll(fresh.stream()
                .map(note -> AuditEntry.of("customer.note", note.number().value()))
                .toList());
        return results;
    }

    private static Notes.Note note(NoteBody.Told told, String actor) {
        return new Notes.Note(
                id(told),
                new CustomerNumber(told.number()),
                told.at(),
                told.kind(),
                told.channel(),
                told.source(),
                actor,
                told.ref(),
                told.summary());
    }

    /** The same for the same interaction of the same system. */
    private static UUID id(NoteBody.Told told) {
        return UUID.nameUUIDFromBytes((told.source() + "\0" + told.externalId()).getBytes(StandardCharsets.UTF_8));
    }

    private static boolean isBad(Instant at, Instant now) {
        return at.isBefore(EARLIEST) || at.isAfter(now.plus(CLOCK_SKEW));
    }
}
