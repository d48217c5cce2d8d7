package io.kehu.customer.export;

import io.kehu.customer.CustomerProblem;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.idempotency.IdempotentRequests;
import io.kehu.starter.web.page.Cursor;
import io.kehu.starter.web.page.Page;
import io.kehu.starter.web.page.PageRequest;
import io.kehu.starter.web.problem.ProblemException;
import io.kehu.starter.web.problem.RequestLanguage;
import io.kehu.starter.web.version.EntityVersion;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Exports over HTTP: what can be asked for, asking, looking how it stands, giving up. */
@RestController
@Tag(name = "exports")
class ExportController {

    private final AskForExport askForExport;
    private final ExportJobs jobs;
    private final ExportColumns columns;
    private final ExportSight sight;
    private final ExportAnswers answers;
    private final ExportTasks.ExportStarts starts;
    private final EndExports endExports;
    private final ExportProperties properties;
    private final IdempotentRequests requests;
    private final Transactions transactions;

    ExportController(
            AskForExport askForExport,
            ExportJobs jobs,
            ExportColumns columns,
            ExportSight sight,
            ExportAnswers answers,
            ExportTasks.ExportStarts starts,
            EndExports endExports,
            ExportProperties properties,
            IdempotentRequests requests,
            Transactions transactions) {
        this.askForExport = askForExport;
        this.jobs = jobs;
        this.columns = columns;
        this.sight = sight;
        this.answers = answers;
        this.starts = starts;
        this.endExports = endExports;
        this.properties = properties;
        this.requests = requests;
        this.transactions = transactions;
    }

    /** A purpose that can be stated. */
    record PurposeOption(
            @Schema(example = "customer-care") String code,
            @Schema(example = "客户服务") String name) {}

    /**
     * A column that can be asked for.
     *
     * @param header what stands above it
     * @param personal whether its values are personal
     * @param masked whether the caller gets them masked
     */
    record ColumnOption(
            @Schema(example = "phone") String name,
            @Schema(example = "手机") String header,
            boolean personal,
            boolean masked) {}

    /**
     * What the caller can ask for.
     *
     * @param approvalThreshold rows with personal values in the clear above which a second person must agree
     */
    record Options(
            List<PurposeOption> purposes,
            List<ColumnOption> columns,
            @Schema(example = "1000") int approvalThreshold) {}

    @GetMapping("/customer/v1/exports:options")
    @Operation(
            summary = "What can be asked for",
            description = "Purposes, and the columns the caller may have, masked or not. Texts by Accept-Language.")
    Options options(HttpServletRequest request) {
        String language = RequestLanguage.of(request).getLanguage().equals("zh") ? "zh" : "en";
        return new Options(
                properties.purposes().entrySet().stream()
                        .map(purpose -> new PurposeOption(
                                purpose.getKey(), purpose.getValue().in(language)))
                        .toList(),
                columns.all(Caller.required(), language).stream()
                        .map(column ->
                                new ColumnOption(column.name(), column.header(), column.personal(), !column.clear()))
                        .toList(),
                properties.approvalThreshold());
    }

    @PostMapping("/customer/v1/exports")
    @ApiResponse(responseCode = "202", useReturnTypeSchema = true)
    @Operation(
            summary = "Ask for a file of customers",
            description =
                    "Of the customers the caller reaches while it runs, active, and there when it was asked for. Each is as they were"
                            + " when their part was read, in the order of numbers; nobody is there twice. Personal columns are masked as in"
                            + " lists; more than `kehu.customer.export.approval-threshold` rows with some in the clear wait for a second"
                            + " person. Agents get at most `kehu.customer.export.agent-limit` rows. Every row ends with a mark that leads"
                            + " back to this export. The file can be downloaded for 24 hours unless configured otherwise.")
    ResponseEntity<ExportView> ask(@Valid @RequestBody ExportRequest request) {
        ResponseEntity<ExportView> answer = requests.once(() ->
                answers.accepted(askForExport.ask(request, Caller.required()).id()));
        // A replayed answer has another body; its job was started by the first one.
        ResponseEntity<?> given = answer;
        if (given.getBody() instanceof ExportView asked && asked.state() == ExportState.RUNNING) {
            starts.start(asked.id());
        }
        return answer;
    }

    @GetMapping("/customer/v1/exports")
    @Operation(
            summary = "Exports, newest first",
            description =
                    "One's own; administrators and auditors see all, managers who reach everything also those that need a second person.")
    Page<ExportView> list(@ParameterObject @Valid PageRequest page) {
        Caller caller = Caller.required();
        Cursor before = page.after(1);
        List<ExportJob> found = jobs.page(
                caller.originatingSubject(),
                sight.seesAll(caller),
                sight.mayDecide(caller),
                before == null ? null : before.uuid(0),
                page.fetch());
        return Page.of(found, page, last -> Cursor.of(last.id())).map(answers::view);
    }

    @GetMapping("/customer/v1/exports/{id}")
    @Operation(summary = "How an export stands")
    ResponseEntity<ExportView> get(@PathVariable UUID id) {
        ResponseEntity<ExportView> answer = answers.whole(sight.readable(id));
        return ResponseEntity.ok()
                .headers(answer.getHeaders())
                .cacheControl(CacheControl.noStore())
                .body(answer.getBody());
    }

    @DeleteMapping("/customer/v1/exports/{id}")
    @ApiResponse(responseCode = "204", description = "Given up", content = @Content)
    @Operation(
            summary = "Give an export up",
            description = "By who asked for it. Nothing is left of the file. Needs If-Match.")
    ResponseEntity<Void> cancel(
            @PathVariable UUID id, @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch) {
        EntityVersion expected = EntityVersion.required(ifMatch);
        transactions.run(() -> {
            ExportJob job = sight.lockedOwn(id);
            expected.mustBe(job.version(), () -> answers.view(job), () -> List.of("state"));
            if (!job.isOpen() && job.state() != ExportState.READY) {
                throw new ProblemException(CustomerProblem.EXPORT_STATE, job.state());
            }
            endExports.end(id, ExportState.CANCELLED, null, null, "export.cancel");
        });
        return ResponseEntity.noContent().build();
    }
}
