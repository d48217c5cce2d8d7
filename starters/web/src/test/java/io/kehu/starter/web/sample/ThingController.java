package io.kehu.starter.web.sample;

import io.kehu.starter.database.Transactions;
import io.kehu.starter.web.gather.Gathering;
import io.kehu.starter.web.idempotency.IdempotentRequests;
import io.kehu.starter.web.idempotency.KeyedRequest;
import io.kehu.starter.web.idempotency.Reply;
import io.kehu.starter.web.page.Cursor;
import io.kehu.starter.web.page.Page;
import io.kehu.starter.web.page.PageRequest;
import io.kehu.starter.web.problem.CommonProblem;
import io.kehu.starter.web.problem.ProblemException;
import io.kehu.starter.web.sample.Things.Thing;
import io.kehu.starter.web.version.EntityVersion;
import io.kehu.starter.web.version.MergePatch;
import io.kehu.starter.web.version.MergePatches;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Operations as services have them, and ways to fail. */
@RestController
@RequestMapping("/sample/v1")
class ThingController {

    private final Things things;
    private final IdempotentRequests requests;
    private final MergePatches patches;
    private final Transactions transactions;
    private final Gate gate;
    private final Gathering<KeyedRequest<NewThing>, Reply<Thing>> gathering;

    ThingController(
            Things things,
            IdempotentRequests requests,
            MergePatches patches,
            Transactions transactions,
            Gate gate,
            Gathering<KeyedRequest<NewThing>, Reply<Thing>> gathering) {
        this.gathering = gathering;
        this.things = things;
        this.requests = requests;
        this.patches = patches;
        this.transactions = transactions;
        this.gate = gate;
    }

    enum Kind {
        SMALL,
        LARGE
    }

    record Line(@NotBlank String product, @Min(1) int count) {}

    record Body(
            @NotBlank @Size(max = 20) String name,
            @Min(0) long quantity,
            boolean fragile,
            @Nullable BigDecimal weight,
            @Nullable Kind kind,
            @Nullable Instant at,
            @Nullable @Valid List<Line> lines,
            @Nullable JsonNode extra) {}

    record NewThing(@NotBlank String name, long quantity) {}

    record EditableThing(
            @NotBlank @Size(max = 20) String name,
            @NotNull @Min(0) @Max(1_000) Long quantity,
            @Nullable String colour) {}

    @PostMapping("/echo")
    Body echo(@Valid @RequestBody Body body) {
        return body;
    }

    @PostMapping("/uploads/{kind}")
    int upload(@PathVariable String kind, @RequestBody byte[] content) {
        return content.length;
    }

    @PostMapping("/things")
    ResponseEntity<Thing> create(@Valid @RequestBody NewThing request) {
        return requests.once(() -> {
            gate.pass(request.name());
            return created(request);
        });
    }

    @PostMapping("/ledger")
    ResponseEntity<Thing> book(@Valid @RequestBody NewThing request) {
        return requests.onceWithKey(() -> created(request));
    }

    @PostMapping("/gathered")
    ResponseEntity<Thing> gather(@Valid @RequestBody NewThing request) {
        return gathering.call(requests.keyed(request)).response();
    }

    /** Prepares outside of the transaction. */
    @PostMapping("/prepared")
    ResponseEntity<Thing> createPrepared(@Valid @RequestBody NewThing request) {
        return requests.once(
                () -> {
                    gate.prepared();
                    return request.quantity() + 1;
                },
                quantity -> created(new NewThing(request.name(), quantity)));
    }

    @PostMapping("/emptied")
    ResponseEntity<Void> empty(@RequestBody NewThing request) {
        return requests.once(() -> {
            things.add(request.name(), 0);
            return ResponseEntity.noContent().build();
        });
    }

    private ResponseEntity<Thing> created(NewThing request) {
        Thing thing = things.add(request.name(), request.quantity());
        if (request.quantity() < 0) {
            throw new ProblemException(SampleProblem.SHELF_FULL, 12);
        }
        return ResponseEntity.created(URI.create("/sample/v1/things/" + thing.id()))
                .eTag(new EntityVersion(thing.version()).tag())
                .body(thing);
    }

    @GetMapping("/things")
    Page<Thing> list(@RequestParam(defaultValue = "") String prefix, @Valid PageRequest page) {
        return Page.of(
                things.list(prefix, page.after(2), page.fetch()), page, thing -> Cursor.of(thing.name(), thing.id()));
    }

    @GetMapping("/things/{id}")
    ResponseEntity<Thing> get(@PathVariable long id) {
        Thing thing = required(id);
        return ResponseEntity.ok()
                .eTag(new EntityVersion(thing.version()).tag())
                .body(thing);
    }

    @PutMapping("/things/{id}")
    ResponseEntity<Thing> replace(
            @PathVariable long id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @Valid @RequestBody EditableThing body) {
        return change(id, ifMatch, body);
    }

    @PatchMapping(path = "/things/{id}", consumes = MergePatch.MEDIA_TYPE)
    ResponseEntity<Thing> patch(
            @PathVariable long id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody MergePatch patch) {
        Thing now = required(id);
        EditableThing editable = new EditableThing(now.name(), now.quantity(), now.colour());
        return change(id, ifMatch, patches.apply(patch, editable, EditableThing.class));
    }

    private ResponseEntity<Thing> change(long id, @Nullable String ifMatch, EditableThing body) {
        EntityVersion version = EntityVersion.required(ifMatch);
        return transactions.call(() -> {
            Thing now = required(id);
            version.mustBe(now.version(), () -> now, () -> List.of("quantity"));
            things.change(new Thing(id, body.name(), body.quantity(), body.colour(), now.version()));
            return get(id);
        });
    }

    private Thing required(long id) {
        return things.find(id).orElseThrow(() -> new ProblemException(CommonProblem.NOT_FOUND));
    }

    @GetMapping("/header")
    String header(@RequestHeader("X-Needed") String needed) {
        return needed;
    }

    @GetMapping("/number")
    long number(@RequestParam @Min(1) int value, @RequestParam(required = false) @Nullable UUID id) {
        return value;
    }

    @GetMapping("/fail")
    String fail() {
        throw new IllegalStateException("secret words: SELECT password FROM thing");
    }

    @GetMapping("/refuse")
    String refuse() {
        throw new ProblemException(SampleProblem.SHELF_FULL, 12).with("left", 0).retryAfter(Duration.ofSeconds(30));
    }

    @GetMapping("/slow")
    String slow() {
        transactions.run(things::takeTooLong);
        return "never";
    }

    @GetMapping("/lost")
    String lost() {
        transactions.run(things::loseConnection);
        return "never";
    }
}
