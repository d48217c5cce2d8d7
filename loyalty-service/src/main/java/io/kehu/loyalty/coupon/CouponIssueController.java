package io.kehu.loyalty.coupon;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.kehu.loyalty.Forms;
import io.kehu.loyalty.program.ChosenProgram;
import io.kehu.loyalty.program.Program;
import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.idempotency.IdempotentRequests;
import io.kehu.starter.web.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/**
 * Issues codes over HTTP, and makes all of an issue void. What is stored of the answer is where the issue is and nothing else; the codes are worked out of it, for the first
 * answer as for one that is repeated.
 */
@RestController
@Tag(name = "coupons")
class CouponIssueController {

    private static final int MOST = 1_000;
    private static final String CSV = "text/csv";
    private static final String ISSUE = "issue=";

    private final IssueCoupons issuing;
    private final VoidIssue voiding;
    private final IssueTable issues;
    private final ChosenProgram programs;
    private final IdempotentRequests idempotent;

    CouponIssueController(
            IssueCoupons issuing,
            VoidIssue voiding,
            IssueTable issues,
            ChosenProgram programs,
            IdempotentRequests idempotent) {
        this.issuing = issuing;
        this.voiding = voiding;
        this.issues = issues;
        this.programs = programs;
        this.idempotent = idempotent;
    }

    /**
     * Codes to be issued, to customers or to nobody yet.
     *
     * @param program code; the first one when missing
     * @param numbers customer numbers, each once; each gets a code nobody else can use
     * @param count how many codes of nobody instead; whoever redeems one has it
     */
    record CouponIssueBody(
            @Pattern(regexp = Forms.CODE) @Nullable String program,
            @Size(min = 1, max = MOST) @Nullable List<@NotNull @Pattern(regexp = Forms.NUMBER) String> numbers,
            @Min(1) @Max(MOST) @Nullable Integer count) {}

    /**
     * Codes that were issued together.
     *
     * @param id of the issue
     */
    record CouponIssueView(UUID id, String program, String coupon, List<NewCodeView> items) {}

    /**
     * A code, shown this once.
     *
     * @param id of the coupon this code is for
     * @param number whose it is; nobody's when missing
     * @param validTo until when; until the coupon is ended when missing
     */
    record NewCodeView(
            UUID id,
            @Nullable String number,
            @Schema(example = "7K2M-QX94-TB3W-HVEN") String code,
            Instant validFrom,
            @Nullable Instant validTo) {

        static NewCodeView of(IssueTable.HandedOut code) {
            return new NewCodeView(code.id(), code.number(), code.code(), code.validFrom(), code.validTo());
        }
    }

    @PostMapping("/loyalty/v1/coupons/{code}:issue")
    @Operation(
            summary = "Issue codes",
            description =
                    "All or none. The codes are in this answer and in no other; the same request with the same key has them again.")
    @ApiResponse(responseCode = "201", description = "The codes")
    ResponseEntity<CouponIssueView> issue(
            @PathVariable @Pattern(regexp = Forms.CODE) String code,
            @Valid @RequestBody CouponIssueBody body,
            @Parameter(description = IdempotentRequests.KEY_HELP)
                    @RequestHeader(name = "Idempotency-Key", required = false)
                    @Nullable
                    String idempotencyKey) {
        Program program = programs.of(body.program());
        ResponseEntity<Void> stored = once(program, code, body);
        UUID issue = issueOf(stored);
        return answer(stored)
                .body(new CouponIssueView(
                        issue,
                        program.code(),
                        code,
                        issues.handOut(issue).stream().map(NewCodeView::of).toList()));
    }

    @PostMapping(value = "/loyalty/v1/coupons/{code}:issue.csv", produces = CSV)
    @Operation(
            summary = "Issue codes as CSV",
            description = "As :issue, in UTF-8 with a mark, which spreadsheets need.")
    @ApiResponse(
            responseCode = "201",
            description = "The file",
            content = @Content(mediaType = CSV, schema = @Schema(type = "string")))
    ResponseEntity<byte[]> issueFile(
            @PathVariable @Pattern(regexp = Forms.CODE) String code,
            @Valid @RequestBody CouponIssueBody body,
            @Parameter(description = IdempotentRequests.KEY_HELP)
                    @RequestHeader(name = "Idempotency-Key", required = false)
                    @Nullable
                    String idempotencyKey) {
        ResponseEntity<Void> stored = once(programs.of(body.program()), code, body);
        return answer(stored).contentType(MediaType.parseMediaType(CSV)).body(file(issues.handOut(issueOf(stored))));
    }

    /**
     * Why codes are to be good for nothing any more.
     *
     * @param reason for those who look them up later
     */
    record CouponIssueVoidBody(
            @NotNull @Pattern(regexp = Forms.REF) String reason) {}

    /**
     * What became of the codes of an issue.
     *
     * @param voided by this call, those that orders kept included
     * @param kept of these, those that orders kept; the orders are without them now
     * @param redeemed ones stay redeemed; one that is returned later is void then
     * @param voidBefore were void already
     */
    record CouponIssueVoidView(
            UUID id, String program, String coupon, int voided, int kept, int redeemed, int voidBefore) {

        static CouponIssueVoidView of(UUID issue, VoidIssue.Voided done) {
            return new CouponIssueVoidView(
                    issue,
                    done.of().program(),
                    done.of().coupon(),
                    done.voided(),
                    done.kept(),
                    done.redeemed(),
                    done.voidBefore());
        }
    }

    @PostMapping("/loyalty/v1/coupon-issues/{id}:void")
    @Operation(
            summary = "Make all codes of an issue void",
            description =
                    "For good, such as when a list of codes came into wrong hands; also those that orders keep. Redeemed ones"
                            + " stay redeemed, and are void when they are returned. The id is in the answer of `:issue`, and at every code.")
    ResponseEntity<CouponIssueVoidView> voidIssue(
            @PathVariable UUID id,
            @Valid @RequestBody CouponIssueVoidBody body,
            @Parameter(description = IdempotentRequests.KEY_HELP)
                    @RequestHeader(name = "Idempotency-Key", required = false)
                    @Nullable
                    String idempotencyKey) {
        return idempotent.onceWithKey(() -> ResponseEntity.ok(CouponIssueVoidView.of(
                id, voiding.makeVoid(id, body.reason(), Caller.required().originatingSubject()))));
    }

    private ResponseEntity<Void> once(Program program, String code, CouponIssueBody body) {
        verify(body);
        int count = body.numbers() == null ? count(body) : body.numbers().size();
        return idempotent.onceWithKey(() -> {
            UUID issue = issuing.issue(
                    program,
                    code,
                    new IssueCoupons.Wish(
                            body.numbers(), count, Caller.required().originatingSubject()));
            return ResponseEntity.created(URI.create(
                            "/loyalty/v1/coupons/" + code + "/codes?program=" + program.code() + "&" + ISSUE + issue))
                    .build();
        });
    }

    private static void verify(CouponIssueBody body) {
        List<String> numbers = body.numbers();
        if ((numbers == null) == (body.count() == null)) {
            throw ProblemException.field("/numbers", "numbers-or-count");
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; numbers != null && i < numbers.size(); i++) {
            if (!seen.add(numbers.get(i))) {
                throw ProblemException.field("/numbers/" + i, "number-twice");
            }
        }
    }

    private static int count(CouponIssueBody body) {
        return body.count() == null ? 0 : body.count();
    }

    private static UUID issueOf(ResponseEntity<Void> stored) {
        String location = String.valueOf(stored.getHeaders().getLocation());
        return UUID.fromString(location.substring(location.indexOf(ISSUE) + ISSUE.length()));
    }

    private static ResponseEntity.BodyBuilder answer(ResponseEntity<Void> stored) {
        return ResponseEntity.status(HttpStatus.CREATED)
                .headers(stored.getHeaders())
                .cacheControl(CacheControl.noStore());
    }

    /** Every cell is our own; none can be a formula. */
    private static byte[] file(List<IssueTable.HandedOut> codes) {
        StringWriter text = new StringWriter();
        text.write('\uFEFF');
        try (CsvWriter csv = CsvWriter.builder().build(text)) {
            csv.writeRecord("code", "number", "validFrom", "validTo", "id");
            for (IssueTable.HandedOut code : codes) {
                csv.writeRecord(
                        code.code(),
                        code.number() == null ? "" : code.number(),
                        code.validFrom().toString(),
                        code.validTo() == null ? "" : code.validTo().toString(),
                        code.id().toString());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
