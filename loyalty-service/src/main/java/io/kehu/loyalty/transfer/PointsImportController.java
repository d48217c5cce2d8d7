package io.kehu.loyalty.transfer;

import io.kehu.loyalty.Forms;
import io.kehu.loyalty.program.ChosenProgram;
import io.kehu.loyalty.program.ProgramChoice;
import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.idempotency.IdempotentRequests;
import io.kehu.starter.web.limit.BodyLimit;
import io.kehu.starter.web.page.Cursor;
import io.kehu.starter.web.page.Page;
import io.kehu.starter.web.page.PageRequest;
import io.kehu.starter.web.problem.RequestLanguage;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.ResponseEntity;
import org.springframework.util.unit.DataSize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Points of another system over HTTP: a file, what is read in it, whether it is let in, and taken back. */
@RestController
@Tag(name = "points-imports")
class PointsImportController {

    private static final String PATH = "/loyalty/v1/points-imports";
    private static final String CSV = "text/csv";

    private final UploadImport uploads;
    private final DecideImports decisions;
    private final ReverseImports reversals;
    private final ImportTable imports;
    private final ImportRowTable rows;
    private final ImportTexts texts;
    private final ChosenProgram programs;
    private final IdempotentRequests idempotent;

    PointsImportController(
            UploadImport uploads,
            DecideImports decisions,
            ReverseImports reversals,
            ImportTable imports,
            ImportRowTable rows,
            ImportTexts texts,
            ChosenProgram programs,
            IdempotentRequests idempotent) {
        this.uploads = uploads;
        this.decisions = decisions;
        this.reversals = reversals;
        this.imports = imports;
        this.rows = rows;
        this.texts = texts;
        this.programs = programs;
        this.idempotent = idempotent;
    }

    /** Room for 200,000 rows. */
    @Configuration(proxyBeanMethods = false)
    static class Limit {

        @Bean
        BodyLimit pointsImportLimit() {
            return new BodyLimit(PATH, DataSize.ofMegabytes(32));
        }
    }

    /**
     * A file with points of another system.
     *
     * @param rows below the header
     * @param good can be booked
     * @param bad stay out
     * @param points of the good ones
     * @param booked so far
     * @param refused good ones that could not be booked when their turn came
     * @param bookedPoints so far
     * @param reversal when all that was booked goes back
     */
    record PointsImportView(
            UUID id,
            String program,
            PointsImport.State state,
            int rows,
            int good,
            int bad,
            long points,
            int booked,
            int refused,
            long bookedPoints,
            String uploadedBy,
            Instant uploadedAt,
            @Nullable String decidedBy,
            @Nullable Instant decidedAt,
            @Nullable Instant endedAt,
            @Nullable PointsImportReversalView reversal) {

        static PointsImportView of(PointsImport one) {
            return new PointsImportView(
                    one.id(),
                    one.program(),
                    one.state(),
                    one.total(),
                    one.good(),
                    one.total() - one.good(),
                    one.points(),
                    one.booked(),
                    one.refused(),
                    one.bookedPoints(),
                    one.uploadedBy(),
                    one.uploadedAt(),
                    one.decidedBy(),
                    one.decidedAt(),
                    one.endedAt(),
                    PointsImportReversalView.of(one.reversal()));
        }
    }

    /**
     * An import that goes back.
     *
     * @param reversed rows of which everything went back, so far; their references may come again
     * @param partlyReversed rows of which something did not, because it was used, is held or expired
     * @param reversedPoints so far
     */
    record PointsImportReversalView(
            String reversedBy,
            Instant reversedAt,
            String reason,
            int reversed,
            int partlyReversed,
            long reversedPoints,
            @Nullable Instant endedAt) {

        static @Nullable PointsImportReversalView of(PointsImport.@Nullable Reversal reversal) {
            return reversal == null
                    ? null
                    : new PointsImportReversalView(
                            reversal.by(),
                            reversal.at(),
                            reversal.reason(),
                            reversal.rows(),
                            reversal.partly(),
                            reversal.points(),
                            reversal.endedAt());
        }
    }

    /**
     * Why an import goes back.
     *
     * @param reason for those who look it up later
     */
    record PointsImportReversalBody(
            @NotNull @Pattern(regexp = Forms.REF) String reason) {}

    /**
     * A row.
     *
     * @param row line in the file, the header is 1
     * @param cells what was read, in the order of the file; long ones are cut
     * @param number customer number, as everything below missing where the row is bad
     * @param earnedOn local day of the programme
     * @param lastDay last local day on which they can be spent, as it will be; missing where they never expire
     * @param spendableOn first local day on which they can be spent; at once when missing
     * @param reference what the other system calls the earning
     * @param problem why it is bad or was refused
     * @param detail the problem in words
     * @param transactionId what was booked
     * @param reversedPoints what went back of it with the whole import, or before
     * @param reversalTransactionId what was booked then; missing where nothing was left
     */
    record PointsImportRowView(
            int row,
            List<String> cells,
            ImportRow.State state,
            @Nullable String number,
            @Nullable Long points,
            @Nullable LocalDate earnedOn,
            @Nullable LocalDate lastDay,
            @Nullable LocalDate spendableOn,
            @Nullable String reference,
            @Nullable RowProblem problem,
            @Nullable String detail,
            @Nullable UUID transactionId,
            @Nullable Long reversedPoints,
            @Nullable UUID reversalTransactionId) {

        static PointsImportRowView of(ImportRow row, @Nullable String detail) {
            ImportRow.Entry entry = row.entry();
            ImportRow.Reversed reversed = row.reversed();
            return new PointsImportRowView(
                    row.position(),
                    row.cells(),
                    row.state(),
                    entry == null ? null : entry.number(),
                    entry == null ? null : entry.points(),
                    entry == null ? null : entry.earnedOn(),
                    entry == null ? null : entry.lastDay(),
                    entry == null ? null : entry.spendableOn(),
                    entry == null ? null : entry.reference(),
                    row.problem(),
                    detail,
                    row.tx(),
                    reversed == null ? null : reversed.points(),
                    reversed == null ? null : reversed.tx());
        }
    }

    @PostMapping(path = PATH, consumes = CSV)
    @Operation(
            summary = "Upload points of another system",
            description =
                    "CSV in UTF-8, separated by commas, up to 32 MiB and 200,000 rows below the header `number,points,earnedOn,expiresOn,"
                            + "reference` and, where points wait, `spendableOn`, in any order. A row is what is left of an earning. Days are those of the"
                            + " programme's zone; an empty `expiresOn` is as long after `earnedOn` as points of the programme last, `never` is never;"
                            + " points can be spent from `spendableOn` on and until the end of `expiresOn`. `reference` is what the other system"
                            + " calls the earning; in a programme it is booked once. Nothing is booked before somebody else approves; bad rows"
                            + " stay out and say why.")
    @io.swagger.v3.oas.annotations.parameters.RequestBody(
            required = true,
            content = @Content(mediaType = CSV, schema = @Schema(type = "string")))
    @ApiResponse(responseCode = "201", useReturnTypeSchema = true)
    ResponseEntity<PointsImportView> uploadPointsImport(
            HttpServletRequest request,
            @ParameterObject @Valid ProgramChoice program,
            @Parameter(description = IdempotentRequests.KEY_HELP)
                    @RequestHeader(name = "Idempotency-Key", required = false)
                    @Nullable
                    String idempotencyKey)
            throws IOException {
        // Whole before the transaction begins: whoever sends slowly holds no connection, and the key is compared with
        // all of it.
        Path file = Files.createTempFile("points-import", ".csv");
        try {
            Files.copy(request.getInputStream(), file, StandardCopyOption.REPLACE_EXISTING);
            return idempotent.onceWithKey(() -> {
                PointsImport uploaded = uploads.upload(programs.of(program), file, actor());
                return ResponseEntity.created(URI.create(PATH + "/" + uploaded.id()))
                        .body(PointsImportView.of(uploaded));
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    @GetMapping(PATH)
    @Operation(summary = "Imports of points", description = "Newest first.")
    Page<PointsImportView> pointsImports(
            @ParameterObject @Valid ProgramChoice program, @ParameterObject @Valid PageRequest page) {
        Cursor before = page.after(1);
        String code = programs.of(program).code();
        return Page.of(
                        imports.list(code, before == null ? null : before.uuid(0), page.fetch()),
                        page,
                        last -> Cursor.of(last.id()))
                .map(PointsImportView::of);
    }

    @GetMapping(PATH + "/{id}")
    @Operation(summary = "How an import stands")
    PointsImportView pointsImport(@PathVariable UUID id) {
        return PointsImportView.of(decisions.required(id));
    }

    @GetMapping(PATH + "/{id}/rows")
    @Operation(summary = "The rows of an import", description = "In the order of the file.")
    Page<PointsImportRowView> pointsImportRows(
            @PathVariable UUID id,
            @Parameter(description = "Only those of a state.") @RequestParam(required = false)
                    ImportRow.@Nullable State state,
            @ParameterObject @Valid PageRequest page,
            @Parameter(description = "Language of `detail`: zh or en.")
                    @RequestHeader(name = "Accept-Language", required = false)
                    @Nullable
                    String acceptLanguage) {
        decisions.required(id);
        Cursor after = page.after(1);
        Locale language = RequestLanguage.of(acceptLanguage);
        int position = after == null ? 0 : Math.clamp(after.number(0), 0, Integer.MAX_VALUE);
        return Page.of(rows.page(id, state, position, page.fetch()), page, last -> Cursor.of(last.position()))
                .map(row ->
                        PointsImportRowView.of(row, row.problem() == null ? null : texts.of(row.problem(), language)));
    }

    @PostMapping(PATH + "/{id}:approve")
    @Operation(
            summary = "Let an import in, as a second person",
            description = "Books the good rows as a job that survives a restart; poll the import until it is `DONE`.")
    ResponseEntity<PointsImportView> approvePointsImport(@PathVariable UUID id) {
        return decide(id, decisions::approve);
    }

    @PostMapping(PATH + "/{id}:reject")
    @Operation(
            summary = "Reject an import",
            description = "Nothing is booked; its references may come again. Also by who uploaded it.")
    ResponseEntity<PointsImportView> rejectPointsImport(@PathVariable UUID id) {
        return decide(id, decisions::reject);
    }

    @PostMapping(PATH + "/{id}:reverse")
    @Operation(
            summary = "Take an import back",
            description =
                    "One that is booked, or being booked: nothing more of it is, and what is left of its points goes back as a job that survives a"
                            + " restart; poll the import until it is `REVERSED`. What members used, hold, or had expire stays as it is: such rows are"
                            + " `PARTLY_REVERSED`, and keep their references. Those of the others may come again.")
    ResponseEntity<PointsImportView> reversePointsImport(
            @PathVariable UUID id,
            @Valid @RequestBody PointsImportReversalBody body,
            @Parameter(description = IdempotentRequests.KEY_HELP)
                    @RequestHeader(name = "Idempotency-Key", required = false)
                    @Nullable
                    String idempotencyKey) {
        return idempotent.onceWithKey(() ->
                ResponseEntity.ok(PointsImportView.of(reversals.ask(decisions.required(id), actor(), body.reason()))));
    }

    private ResponseEntity<PointsImportView> decide(UUID id, BiFunction<UUID, String, PointsImport> decision) {
        return idempotent.once(() -> ResponseEntity.ok(PointsImportView.of(decision.apply(id, actor()))));
    }

    private static String actor() {
        return Caller.required().originatingSubject();
    }
}
