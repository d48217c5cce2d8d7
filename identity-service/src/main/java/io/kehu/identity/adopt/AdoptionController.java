package io.kehu.identity.adopt;

import io.kehu.identity.scheme.Scheme;
import io.kehu.identity.scheme.SchemeCode;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.protection.audit.AuditEntry;
import io.kehu.starter.protection.audit.AuditTrail;
import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.json.StrictJson;
import io.kehu.starter.web.problem.BodyTooLargeException;
import io.kehu.starter.web.problem.CommonProblem;
import io.kehu.starter.web.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.constraints.Pattern;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.DisconnectedClientHelper;
import tools.jackson.databind.json.JsonMapper;

/** Adoption over HTTP: a file goes in as a stream, a report comes out. */
@RestController
@Tag(name = "numbers")
class AdoptionController {

    private static final Logger log = LoggerFactory.getLogger(AdoptionController.class);

    private static final String CSV = "text/csv";
    private static final String NDJSON = MediaType.APPLICATION_NDJSON_VALUE;
    private static final String JSON = MediaType.APPLICATION_JSON_VALUE;
    private static final List<MediaType> TAKEN = MediaType.parseMediaTypes(List.of(CSV, NDJSON, JSON));

    private final AdoptNumbers adoptNumbers;
    private final JsonMapper strict;
    private final AuditTrail audit;
    private final Transactions transactions;

    AdoptionController(AdoptNumbers adoptNumbers, StrictJson strict, AuditTrail audit, Transactions transactions) {
        this.adoptNumbers = adoptNumbers;
        this.strict = strict.mapper();
        this.audit = audit;
        this.transactions = transactions;
    }

    /**
     * A number somebody before us gave out.
     *
     * @param number in any form people write
     * @param issuedAt ISO date or instant; the time of the adoption when missing
     */
    record LegacyEntry(
            @Schema(example = "C-000000001-35") String number,
            @Schema(example = "2019-03-01") @Nullable String issuedAt) {}

    @PostMapping(
            path = "/identity/v1/numbers:adopt",
            consumes = {CSV, NDJSON, JSON},
            produces = NDJSON)
    @Operation(
            summary = "Take over legacy numbers, up to 1,000,000 in one call",
            description =
                    "UTF-8, up to 128 MiB. The scheme's counters go on behind the largest adopted number. Adopted for ever in chunks while"
                            + " the file is read: after a break send the same file again, what was adopted is ALREADY_THERE, so an"
                            + " Idempotency-Key is not needed. The answer has a line for each number that was not accepted, and a last"
                            + " line with the summary; without it the report broke off.",
            requestBody =
                    @RequestBody(
                            required = true,
                            content = {
                                @Content(
                                        mediaType = CSV,
                                        schema =
                                                @Schema(
                                                        type = "string",
                                                        description =
                                                                "Column number, perhaps column issuedAt; a header is not needed.",
                                                        example = "number,issuedAt\nC-000000001-35,2019-03-01\n")),
                                @Content(mediaType = NDJSON, schema = @Schema(implementation = LegacyEntry.class)),
                                @Content(
                                        mediaType = JSON,
                                        array = @ArraySchema(schema = @Schema(implementation = LegacyEntry.class)))
                            }))
    @ApiResponse(
            responseCode = "200",
            description = "The file was read to its end.",
            content = @Content(mediaType = NDJSON, schema = @Schema(oneOf = {ReportLine.class, AdoptionSummary.class})))
    void adopt(
            @Parameter(description = "Code of an active scheme.") @RequestParam @Pattern(regexp = SchemeCode.PATTERN)
                    String scheme,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException, HttpMediaTypeNotSupportedException {
        MediaType type = type(request);
        Scheme target = adoptNumbers.adoptable(new SchemeCode(scheme));
        transactions.run(() -> audit.record(AuditEntry.of("numbers.adopt", scheme)));
        try (AdoptionReport report = AdoptionReport.open(strict)) {
            read(request.getInputStream(), type, target, report);
            AdoptionSummary summary = report.finish();
            log.info("Adopted numbers into scheme {}: {}", scheme, summary);
            response.setContentType(NDJSON);
            response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
            report.copyTo(response.getOutputStream());
        } catch (IOException e) {
            if (!DisconnectedClientHelper.isClientDisconnectedException(e)) {
                throw e;
            }
            log.info("The caller left an adoption into scheme {}; what was settled stays.", scheme);
        }
    }

    private void read(InputStream input, MediaType type, Scheme scheme, AdoptionReport report) throws IOException {
        String adoptedBy = Caller.required().originatingSubject();
        try {
            adoptNumbers.adopt(scheme, file(input, type), adoptedBy, report);
        } catch (BodyTooLargeException e) {
            throw e;
        } catch (IOException e) {
            boolean slow = e instanceof SocketTimeoutException || e.getCause() instanceof SocketTimeoutException;
            throw new ProblemException(slow ? CommonProblem.REQUEST_TIMEOUT : CommonProblem.MALFORMED_REQUEST);
        } catch (RuntimeException e) {
            drain(input);
            throw e;
        }
    }

    private LegacyFile file(InputStream input, MediaType type) {
        return switch (type.getSubtype()) {
            case "csv" -> new CsvFile(input);
            case "json" -> new JsonArrayFile(input, strict);
            default -> new NdjsonFile(input, strict);
        };
    }

    /** Callers who are still sending would see a broken connection instead of the problem. */
    private static void drain(InputStream input) {
        try {
            input.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            log.debug("The rest of a refused file did not come.");
        }
    }

    private static MediaType type(HttpServletRequest request) throws HttpMediaTypeNotSupportedException {
        MediaType type = MediaType.parseMediaType(String.valueOf(request.getContentType()));
        Charset charset = type.getCharset();
        String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        boolean plain = encoding == null || encoding.equalsIgnoreCase("identity");
        boolean unicode =
                charset == null || charset.equals(StandardCharsets.UTF_8) || charset.equals(StandardCharsets.US_ASCII);
        if (!plain || !unicode) {
            throw new HttpMediaTypeNotSupportedException(type, TAKEN);
        }
        return type;
    }
}
