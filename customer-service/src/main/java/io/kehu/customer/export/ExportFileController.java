package io.kehu.customer.export;

import io.kehu.customer.CustomerProblem;
import io.kehu.customer.customer.web.ObjectRules;
import io.kehu.customer.transfer.FileFormat;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.protection.audit.AuditEntry;
import io.kehu.starter.protection.audit.AuditTrail;
import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** The file of an export, for who asked for it and as long as they may still see what is in it. */
@RestController
@Tag(name = "exports")
class ExportFileController {

    private static final DateTimeFormatter FILE_TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final ExportJobs jobs;
    private final ExportSight sight;
    private final ExportFile file;
    private final ExportFigures figures;
    private final ObjectRules objectRules;
    private final ExportProperties properties;
    private final Transactions transactions;
    private final AuditTrail audit;
    private final Clock clock;

    ExportFileController(
            ExportJobs jobs,
            ExportSight sight,
            ExportFile file,
            ExportFigures figures,
            ObjectRules objectRules,
            ExportProperties properties,
            Transactions transactions,
            AuditTrail audit,
            Clock clock) {
        this.jobs = jobs;
        this.sight = sight;
        this.file = file;
        this.figures = figures;
        this.objectRules = objectRules;
        this.properties = properties;
        this.transactions = transactions;
        this.audit = audit;
        this.clock = clock;
    }

    @GetMapping(
            path = "/customer/v1/exports/{id}/file",
            produces = {"text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"})
    @ApiResponse(
            responseCode = "200",
            content = {
                @Content(mediaType = "text/csv", schema = @Schema(type = "string")),
                @Content(
                        mediaType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                        schema = @Schema(type = "string", format = "binary"))
            })
    @Operation(
            summary = "Download the file",
            description = "Only by who asked for it, with the roles and the reach they had then, at most"
                    + " `kehu.customer.export.downloads` times; each is in the audit trail. Customers who were erased since are"
                    + " still in it until it expires.")
    void download(@PathVariable UUID id, HttpServletResponse response) throws IOException {
        ExportJob job = transactions.call(() -> admit(id));
        FileFormat format = job.layout().format();
        String name = "customers-" + FILE_TIME.format(job.times().created()) + "-" + id + "." + format.extension();
        response.setContentType(format.mediaType());
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                ContentDisposition.attachment().filename(name).build().toString());
        try {
            file.write(job, response.getOutputStream());
        } catch (ExportChunks.TornFileException e) {
            if (response.isCommitted()) {
                throw e;
            }
            response.reset();
            throw new ProblemException(CustomerProblem.EXPORT_EXPIRED);
        }
    }

    /** Thrown on, so that the connection breaks: what was sent must not look like a whole file. */
    @ExceptionHandler
    void torn(ExportChunks.TornFileException failure) {
        throw failure;
    }

    private ExportJob admit(UUID id) {
        ExportJob job = sight.lockedOwn(id);
        ExportAnswers.mustBe(job, ExportState.READY);
        Instant expires = job.times().expires();
        if (expires == null || !expires.isAfter(clock.instant())) {
            throw new ProblemException(CustomerProblem.EXPORT_EXPIRED);
        }
        Caller caller = Caller.required();
        boolean sameSight = caller.roles().containsAll(job.askedBy().roles())
                && ExportJob.Reach.of(objectRules.scope(caller)).covers(job.reach());
        if (!sameSight) {
            throw new ProblemException(CustomerProblem.EXPORT_RIGHTS_LOST);
        }
        if (job.downloads() >= properties.downloads()) {
            throw new ProblemException(CustomerProblem.EXPORT_DOWNLOADS_USED, properties.downloads());
        }
        jobs.countDownload(id);
        audit.record(
                new AuditEntry("export.download", id.toString(), job.layout().columns(), job.purpose(), null, true));
        figures.downloaded();
        return job;
    }
}
