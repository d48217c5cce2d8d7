package io.kehu.loyalty.activity;

import io.kehu.loyalty.Forms;
import io.kehu.loyalty.LoyaltyProblem;
import io.kehu.loyalty.program.ChosenProgram;
import io.kehu.loyalty.program.ProgramChoice;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.protection.audit.AuditEntry;
import io.kehu.starter.protection.audit.AuditTrail;
import io.kehu.starter.web.idempotency.IdempotentRequests;
import io.kehu.starter.web.page.Cursor;
import io.kehu.starter.web.page.Page;
import io.kehu.starter.web.page.PageRequest;
import io.kehu.starter.web.problem.ProblemException;
import io.kehu.starter.web.version.EntityVersion;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** What earns points besides purchases, over HTTP. */
@RestController
@Tag(name = "activities")
class ActivityController {

    private final ActivityTable activities;
    private final ChosenProgram programs;
    private final IdempotentRequests idempotent;
    private final Transactions transactions;
    private final AuditTrail audit;
    private final Clock clock;

    ActivityController(
            ActivityTable activities,
            ChosenProgram programs,
            IdempotentRequests idempotent,
            Transactions transactions,
            AuditTrail audit,
            Clock clock) {
        this.activities = activities;
        this.programs = programs;
        this.idempotent = idempotent;
        this.transactions = transactions;
        this.audit = audit;
        this.clock = clock;
    }

    /** Events that tell of something done. */
    enum ActivityEvent {
        SURVEY_COMPLETED("feedback.survey.completed.v1", false),
        COMPENSATION_GRANTED("feedback.compensation.granted.v1", true);

        private final String type;
        private final boolean saysHowMany;

        ActivityEvent(String type, boolean saysHowMany) {
            this.type = type;
            this.saysHowMany = saysHowMany;
        }

        static @Nullable ActivityEvent of(@Nullable String type) {
            return Stream.of(values())
                    .filter(event -> event.type.equals(type))
                    .findFirst()
                    .orElse(null);
        }
    }

    /**
     * What an activity gives.
     *
     * @param name as members read it in their statement
     * @param points for each time; either these or {@code mostPoints}
     * @param mostPoints whoever tells of it says how many, at most so many
     * @param timesPerDay most times for one member on one day of the programme's zone; any number when missing
     * @param timesPerMember most times for one member ever; any number when missing
     * @param pointsPerMonth most points for one member in one month of the programme's zone; any number when missing
     * @param pendingDays how long the points wait before they can be spent, 1 to 366; not at all when missing
     * @param event what tells of it, besides {@code points:earn}; {@code SURVEY_COMPLETED} needs {@code points}, {@code COMPENSATION_GRANTED}
     *     {@code mostPoints}
     * @param eventKey which of these events: the code of the survey, the reason of the compensation; all of them when missing
     * @param validFrom from when on; at once when missing
     * @param validTo until when; until it is ended when missing
     */
    record ActivityTerms(
            @NotBlank @Size(max = 100) String name,
            @Min(1) @Max(Forms.MOST_POINTS) @Nullable Long points,
            @Min(1) @Max(Forms.MOST_POINTS) @Nullable Long mostPoints,
            @Min(1) @Max(1_000_000) @Nullable Integer timesPerDay,
            @Min(1) @Max(1_000_000) @Nullable Integer timesPerMember,
            @Min(1) @Max(Forms.MOST_POINTS) @Nullable Long pointsPerMonth,
            @Min(1) @Max(366) @Nullable Integer pendingDays,
            @Nullable ActivityEvent event,
            @Size(min = 1, max = 100) @Nullable String eventKey,
            @Nullable Instant validFrom,
            @Nullable Instant validTo) {

        Activity of(String program, String code, int version, Instant now) {
            if ((points == null) == (mostPoints == null)) {
                throw ProblemException.field("/terms/points", "either-points-or-most");
            }
            if (event != null && event.saysHowMany == (points != null)) {
                throw ProblemException.field(
                        "/terms/event", event.saysHowMany ? "event-needs-most-points" : "event-needs-points");
            }
            if (eventKey != null && event == null) {
                throw ProblemException.field("/terms/eventKey", "key-needs-event");
            }
            Instant from = validFrom == null ? now : validFrom;
            if (validTo != null && !validTo.isAfter(from)) {
                throw ProblemException.field("/terms/validTo", "ends-before-it-begins");
            }
            return new Activity(
                    program,
                    code,
                    version,
                    name,
                    points,
                    mostPoints,
                    timesPerDay,
                    timesPerMember,
                    pointsPerMonth,
                    pendingDays,
                    event == null ? null : event.type,
                    eventKey,
                    from,
                    validTo,
                    null);
        }
    }

    /**
     * An activity to be defined.
     *
     * @param program code; the first one when missing
     */
    record ActivityBody(
            @Pattern(regexp = Forms.CODE) @Nullable String program,
            @NotNull @Pattern(regexp = Forms.CODE) String code,
            @NotNull @Valid ActivityTerms terms) {}

    /** New terms of an activity, for what is told from now on. */
    record ActivityChange(@NotNull @Valid ActivityTerms terms) {}

    /** An activity; every earning names the version it was settled by. */
    record ActivityView(
            String program,
            String code,
            int version,
            ActivityTerms terms,
            @Nullable Instant endedAt,
            boolean on) {

        static ActivityView of(Activity activity, Instant now) {
            return new ActivityView(
                    activity.program(),
                    activity.code(),
                    activity.version(),
                    new ActivityTerms(
                            activity.name(),
                            activity.points(),
                            activity.mostPoints(),
                            activity.timesPerDay(),
                            activity.timesPerMember(),
                            activity.pointsPerMonth(),
                            activity.pendingDays(),
                            ActivityEvent.of(activity.event()),
                            activity.eventKey(),
                            activity.validFrom(),
                            activity.validTo()),
                    activity.endedAt(),
                    activity.isOn(now));
        }
    }

    @GetMapping("/loyalty/v1/activities")
    @Operation(summary = "What earns points besides purchases", description = "By code.")
    Page<ActivityView> list(@ParameterObject @Valid PageRequest page, @ParameterObject @Valid ProgramChoice program) {
        Cursor after = page.after(1);
        return transactions.read(() -> Page.of(
                        activities.list(
                                programs.of(program).code(), after == null ? null : after.text(0), page.fetch()),
                        page,
                        last -> Cursor.of(last.code()))
                .map(activity -> ActivityView.of(activity, clock.instant())));
    }

    @PostMapping("/loyalty/v1/activities")
    @Operation(summary = "Define an activity")
    ResponseEntity<ActivityView> define(
            @Valid @RequestBody ActivityBody body,
            @Parameter(description = IdempotentRequests.KEY_HELP)
                    @RequestHeader(name = "Idempotency-Key", required = false)
                    @Nullable
                    String idempotencyKey) {
        String program = programs.of(body.program()).code();
        Activity activity = body.terms().of(program, body.code(), 1, now());
        return idempotent.once(() -> {
            if (!activities.insert(activity)) {
                throw new ProblemException(LoyaltyProblem.ACTIVITY_EXISTS);
            }
            audit.record(AuditEntry.of("activity.define", program + "/" + body.code()));
            return ResponseEntity.created(URI.create("/loyalty/v1/activities/" + body.code()))
                    .eTag(new EntityVersion(1).tag())
                    .body(ActivityView.of(activity, now()));
        });
    }

    @GetMapping("/loyalty/v1/activities/{code}")
    @Operation(summary = "An activity")
    ResponseEntity<ActivityView> activity(
            @PathVariable @Pattern(regexp = Forms.CODE) String code, @ParameterObject @Valid ProgramChoice program) {
        return answer(required(programs.of(program).code(), code));
    }

    @PutMapping("/loyalty/v1/activities/{code}")
    @Operation(
            summary = "Change what an activity gives",
            description = "For what is told from now on. Needs If-Match with the ETag as it was read.")
    ResponseEntity<ActivityView> change(
            @PathVariable @Pattern(regexp = Forms.CODE) String code,
            @ParameterObject @Valid ProgramChoice program,
            @Parameter(description = "ETag as it was read.")
                    @RequestHeader(name = HttpHeaders.IF_MATCH, required = false)
                    @Nullable
                    String ifMatch,
            @Valid @RequestBody ActivityChange body) {
        EntityVersion version = EntityVersion.required(ifMatch);
        String chosen = programs.of(program).code();
        return transactions.call(() -> {
            Activity before = required(chosen, code);
            version.mustBe(before.version(), () -> ActivityView.of(before, now()), () -> List.of("terms"));
            if (!activities.replace(body.terms().of(chosen, code, before.version(), before.validFrom()))) {
                version.mustBe(required(chosen, code).version(), () -> view(chosen, code), () -> List.of("terms"));
            }
            audit.record(AuditEntry.of("activity.change", chosen + "/" + code));
            return answer(required(chosen, code));
        });
    }

    @PostMapping("/loyalty/v1/activities/{code}:end")
    @Operation(summary = "Have an activity earn nothing any more", description = "What was earned stays.")
    ResponseEntity<ActivityView> end(
            @PathVariable @Pattern(regexp = Forms.CODE) String code, @ParameterObject @Valid ProgramChoice program) {
        String chosen = programs.of(program).code();
        return idempotent.once(() -> {
            required(chosen, code);
            activities.end(chosen, code, now());
            audit.record(AuditEntry.of("activity.end", chosen + "/" + code));
            return answer(required(chosen, code));
        });
    }

    private ResponseEntity<ActivityView> answer(Activity activity) {
        return ResponseEntity.ok()
                .eTag(new EntityVersion(activity.version()).tag())
                .body(ActivityView.of(activity, now()));
    }

    private ActivityView view(String program, String code) {
        return ActivityView.of(required(program, code), now());
    }

    private Activity required(String program, String code) {
        return activities
                .find(program, code)
                .orElseThrow(() -> new ProblemException(LoyaltyProblem.ACTIVITY_NOT_FOUND));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
