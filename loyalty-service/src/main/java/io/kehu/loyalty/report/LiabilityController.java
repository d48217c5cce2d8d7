package io.kehu.loyalty.report;

import io.kehu.loyalty.program.ChosenProgram;
import io.kehu.loyalty.program.Program;
import io.kehu.loyalty.program.ProgramChoice;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.web.problem.ProblemException;
import io.kehu.starter.web.problem.RequestLanguage;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import java.time.YearMonth;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The liability report over HTTP: to be read, and as a file for the books. */
@RestController
@Tag(name = "reports")
class LiabilityController {

    static final String MONTH = "20[2-9][0-9]-(0[1-9]|1[0-2])";
    private static final String FROM_HELP = "First month of the period, in the programme's zone.";
    private static final String TO_HELP = "Last month of the period; the first one when missing.";
    private static final String LANGUAGE_HELP = "Language of the headings: zh or en.";
    private static final String CSV = "text/csv";
    private static final String XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private final LiabilityQuery query;
    private final LiabilityCloseTable closes;
    private final ChosenProgram programs;
    private final Transactions transactions;

    LiabilityController(
            LiabilityQuery query, LiabilityCloseTable closes, ChosenProgram programs, Transactions transactions) {
        this.query = query;
        this.closes = closes;
        this.programs = programs;
        this.transactions = transactions;
    }

    @GetMapping("/loyalty/v1/reports/liability")
    @Operation(
            summary = "What the points of a programme are worth",
            description =
                    "By the month they were earned in: opening + issued + imported - redeemed - expired - reversed - repaid + adjusted = closing, "
                            + "to the point, with the part of the sales that is deferred for them by relative stand-alone price. "
                            + "When the last month is closed, values are those that were signed.")
    ResponseEntity<LiabilityReport> report(
            @ParameterObject @Valid ProgramChoice program,
            @Parameter(description = FROM_HELP) @RequestParam @Pattern(regexp = MONTH) String from,
            @Parameter(description = TO_HELP) @RequestParam(required = false) @Pattern(regexp = MONTH) @Nullable
                    String to) {
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(made(program, from, to));
    }

    @GetMapping(value = "/loyalty/v1/reports/liability.csv", produces = CSV)
    @Operation(summary = "The same as CSV", description = "In UTF-8 with a mark, which spreadsheets need.")
    @ApiResponse(
            responseCode = "200",
            description = "The file",
            content = @Content(mediaType = CSV, schema = @Schema(type = "string")))
    ResponseEntity<byte[]> csv(
            @ParameterObject @Valid ProgramChoice program,
            @Parameter(description = FROM_HELP) @RequestParam @Pattern(regexp = MONTH) String from,
            @Parameter(description = TO_HELP) @RequestParam(required = false) @Pattern(regexp = MONTH) @Nullable
                    String to,
            @Parameter(description = LANGUAGE_HELP) @RequestHeader(name = "Accept-Language", required = false) @Nullable
                    String acceptLanguage) {
        LiabilityReport report = made(program, from, to);
        return file(report, "csv", CSV, LiabilityFile.csv(report, RequestLanguage.of(acceptLanguage)));
    }

    @GetMapping(value = "/loyalty/v1/reports/liability.xlsx", produces = XLSX)
    @Operation(summary = "The same as a workbook", description = "Numbers are numbers.")
    @ApiResponse(
            responseCode = "200",
            description = "The file",
            content = @Content(mediaType = XLSX, schema = @Schema(type = "string", format = "binary")))
    ResponseEntity<byte[]> xlsx(
            @ParameterObject @Valid ProgramChoice program,
            @Parameter(description = FROM_HELP) @RequestParam @Pattern(regexp = MONTH) String from,
            @Parameter(description = TO_HELP) @RequestParam(required = false) @Pattern(regexp = MONTH) @Nullable
                    String to,
            @Parameter(description = LANGUAGE_HELP) @RequestHeader(name = "Accept-Language", required = false) @Nullable
                    String acceptLanguage) {
        LiabilityReport report = made(program, from, to);
        return file(report, "xlsx", XLSX, LiabilityFile.xlsx(report, RequestLanguage.of(acceptLanguage)));
    }

    private static ResponseEntity<byte[]> file(LiabilityReport report, String ending, String type, byte[] content) {
        String name = "liability-" + report.program() + "-" + report.from() + "-" + report.to() + "." + ending;
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment().filename(name).build().toString())
                .contentType(MediaType.parseMediaType(type))
                .body(content);
    }

    /** Everything in one snapshot, so that the parts agree. */
    private LiabilityReport made(ProgramChoice choice, String from, @Nullable String to) {
        Program program = programs.of(choice);
        YearMonth first = YearMonth.parse(from);
        YearMonth last = to == null ? first : YearMonth.parse(to);
        if (last.isBefore(first)) {
            throw ProblemException.field("/to", "before-from");
        }
        return transactions.read(() -> {
            query.fixSnapshot();
            var begin = first.atDay(1).atStartOfDay(program.zone()).toInstant();
            var end = last.plusMonths(1).atDay(1).atStartOfDay(program.zone()).toInstant();
            return LiabilityReport.of(
                    program,
                    first,
                    last,
                    query.cohorts(program, begin, end),
                    query.ledger(program, end),
                    closes.signed(program, last).orElse(null));
        });
    }
}
