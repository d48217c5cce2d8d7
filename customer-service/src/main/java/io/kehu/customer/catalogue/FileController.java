package io.kehu.customer.catalogue;

import io.kehu.customer.CustomerProblem;
import io.kehu.customer.customer.CustomFields;
import io.kehu.customer.customer.CustomerNumber;
import io.kehu.customer.customer.web.ObjectRules;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.protection.audit.AuditEntry;
import io.kehu.starter.protection.audit.AuditTrail;
import io.kehu.starter.protection.catalogue.DataClass;
import io.kehu.starter.security.Role;
import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.problem.CommonProblem;
import io.kehu.starter.web.problem.FieldProblem;
import io.kehu.starter.web.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Files of custom fields over HTTP. */
@RestController
@RequestMapping("/customer/v1/customers/{number}/files/{field}/{id}")
@Tag(name = "customers")
class FileController {

    /** Uploads that are in memory at the same time on one instance. */
    private static final int AT_ONCE = 8;

    private static final Duration SOON = Duration.ofSeconds(2);
    private static final Set<Role> REVEALERS = Set.of(Role.AGENT, Role.MANAGER, Role.PRIVACY_OFFICER);

    private final KeepFiles keepFiles;
    private final CustomerFiles files;
    private final CurrentCatalogue current;
    private final ObjectRules objectRules;
    private final Transactions transactions;
    private final AuditTrail audit;
    private final Semaphore uploads = new Semaphore(AT_ONCE);

    FileController(
            KeepFiles keepFiles,
            CustomerFiles files,
            CurrentCatalogue current,
            ObjectRules objectRules,
            Transactions transactions,
            AuditTrail audit) {
        this.keepFiles = keepFiles;
        this.files = files;
        this.current = current;
        this.objectRules = objectRules;
        this.transactions = transactions;
        this.audit = audit;
    }

    private record Found(StoredFile file, CustomerFiles.Place place) {}

    @PutMapping
    @ApiResponse(responseCode = "201", description = "Added", useReturnTypeSchema = true)
    @ApiResponse(responseCode = "200", description = "The very same one was there", useReturnTypeSchema = true)
    @Operation(
            summary = "Add a file to a field of a customer",
            description =
                    "Up to 10 MiB each and 10 a field: PNG, JPEG, GIF, WebP, PDF, Word, Excel, PowerPoint (without macros in the new"
                            + " formats), CSV and plain text; Content-Type must say which, and the bytes must be it. Needs no If-Match, because"
                            + " nothing is overwritten; repeating the request is safe. Of the name, paths and control characters are taken"
                            + " away, and its ending made to fit. The record's version grows, and its history says which field changed.",
            requestBody =
                    @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            mediaType = "application/octet-stream",
                                            schema = @Schema(type = "string", format = "binary"))))
    ResponseEntity<StoredFile> addFile(
            @PathVariable String number,
            @Parameter(description = "Code of a field of type FILE.")
                    @PathVariable
                    @Pattern(regexp = CustomField.CODE_PATTERN)
                    String field,
            @Parameter(description = "Made up by the caller, new for each file.") @PathVariable UUID id,
            @Parameter(description = "What the file is called.", example = "合同 2026.pdf")
                    @RequestParam
                    @Size(min = 1, max = 300)
                    String name,
            HttpServletRequest request)
            throws IOException {
        CustomerNumber wanted = objectRules.writable(number);
        FileKind kind = FileKind.named(String.valueOf(request.getContentType()))
                .orElseThrow(() -> new ProblemException(CommonProblem.UNSUPPORTED_MEDIA_TYPE));
        String cleaned = FileName.clean(name, kind).orElseThrow(() -> ProblemException.field("name", "file-name"));
        if (!uploads.tryAcquire()) {
            throw new ProblemException(CommonProblem.TOO_MANY_REQUESTS).retryAfter(SOON);
        }
        try {
            byte[] bytes = request.getInputStream().readAllBytes();
            if (bytes.length == 0 || !kind.fits(bytes)) {
                throw new ProblemException(
                        CustomerProblem.CUSTOM_FILE_INVALID,
                        List.of(new FieldProblem("", bytes.length == 0 ? "file-empty" : "file-content")));
            }
            KeepFiles.Content content = new KeepFiles.Content(id, cleaned, kind, bytes);
            KeepFiles.Kept kept = transactions.call(() -> keepFiles.add(wanted, field, content));
            ResponseEntity.BodyBuilder answer = kept.added()
                    ? ResponseEntity.created(
                            URI.create("/customer/v1/customers/" + wanted + "/files/" + field + "/" + id))
                    : ResponseEntity.ok();
            return answer.cacheControl(CacheControl.noStore()).body(kept.file());
        } finally {
            uploads.release();
        }
    }

    @GetMapping
    @ApiResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = "application/octet-stream",
                            schema = @Schema(type = "string", format = "binary")))
    @Operation(
            summary = "Download a file of a customer",
            description =
                    "Always as an attachment. For roles the field is visible to. Who sees a mask (agents, managers and privacy"
                            + " officers only), and everybody but the customers themselves where the field is SENSITIVE, says why: that is"
                            + " a reveal in the audit trail.")
    void getFile(
            @PathVariable String number,
            @PathVariable @Pattern(regexp = CustomField.CODE_PATTERN) String field,
            @PathVariable UUID id,
            @Parameter(
                            description = "Why, in the caller's words; nothing personal.",
                            example = "客户要求核对合同 / contract check")
                    @RequestParam(required = false)
                    @Size(min = 5, max = 300)
                    @Nullable
                    String reason,
            HttpServletResponse response)
            throws IOException {
        CustomerNumber wanted = objectRules.readable(number);
        Found found = transactions.call(() -> admit(wanted, field, id, reason));
        response.setContentType(found.file().mediaType());
        response.setContentLengthLong(found.file().size());
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Content-Security-Policy", "default-src 'none'; sandbox");
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                ContentDisposition.attachment()
                        .filename(found.file().name(), StandardCharsets.UTF_8)
                        .build()
                        .toString());
        files.write(found.place(), response.getOutputStream());
    }

    @DeleteMapping
    @ApiResponse(responseCode = "204", description = "Deleted", content = @Content)
    @Operation(
            summary = "Delete a file of a customer",
            description = "Its bytes are deleted for ever. Needs no If-Match, because a file never changes.")
    ResponseEntity<Void> removeFile(
            @PathVariable String number,
            @PathVariable @Pattern(regexp = CustomField.CODE_PATTERN) String field,
            @PathVariable UUID id) {
        CustomerNumber wanted = objectRules.writable(number);
        transactions.run(() -> keepFiles.remove(wanted, field, id));
        return ResponseEntity.noContent().build();
    }

    private Found admit(CustomerNumber number, String code, UUID id, @Nullable String reason) {
        Caller caller = Caller.required();
        CustomField field = current.get().field(code);
        if (field == null || field.sight(caller) == CustomField.Sight.NONE) {
            throw KeepFiles.notFound();
        }
        StoredFile file = keepFiles.find(number, code, id).orElseThrow(KeepFiles::notFound);
        CustomerFiles.Place place = files.find(id).orElseThrow(KeepFiles::notFound);
        boolean masked = field.sight(caller) == CustomField.Sight.MASKED;
        boolean ownRecord = caller.has(Role.MEMBER);
        boolean reveal = masked || (field.settings().dataClass() == DataClass.SENSITIVE && !ownRecord);
        if (masked && !caller.hasAny(REVEALERS)) {
            throw new ProblemException(CommonProblem.FORBIDDEN);
        }
        if (reveal && reason == null) {
            throw ProblemException.field("reason", "file-reason");
        }
        AuditEntry entry = AuditEntry.of(
                reveal ? "customer.reveal" : "customer.file.read", number.value(), CustomFields.PREFIX + code);
        audit.record(reason == null ? entry : entry.because(reason));
        return new Found(file, place);
    }
}
