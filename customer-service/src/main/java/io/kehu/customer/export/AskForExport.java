package io.kehu.customer.export;

import io.kehu.customer.CustomerProblem;
import io.kehu.customer.catalogue.KeptFilters;
import io.kehu.customer.customer.Scope;
import io.kehu.customer.customer.web.ObjectRules;
import io.kehu.customer.transfer.FileFormat;
import io.kehu.starter.base.TimeOrderedIds;
import io.kehu.starter.protection.audit.AuditEntry;
import io.kehu.starter.protection.audit.AuditTrail;
import io.kehu.starter.security.Role;
import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.problem.ProblemException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Decides what becomes of a request for a file: refused, run at once, or put before a second person. */
@Component
class AskForExport {

    /** A sheet has 1,048,576 rows, one of them the header. */
    static final int ROWS_OF_A_SHEET = 1_048_575;

    private static final Set<Role> BEYOND_AGENTS = Set.of(Role.ADMIN, Role.MANAGER);

    /** Customers come into a reach or a filter while the job runs; a file that grows by more is another one than was agreed to. */
    private static final int GROWTH_DIVISOR = 10;

    private final ExportJobs jobs;
    private final ExportColumns columns;
    private final SelectedCustomers selected;
    private final KeptFilters filters;
    private final ObjectRules objectRules;
    private final ExportProperties properties;
    private final AuditTrail audit;

    AskForExport(
            ExportJobs jobs,
            ExportColumns columns,
            SelectedCustomers selected,
            KeptFilters filters,
            ObjectRules objectRules,
            ExportProperties properties,
            AuditTrail audit) {
        this.jobs = jobs;
        this.columns = columns;
        this.selected = selected;
        this.filters = filters;
        this.objectRules = objectRules;
        this.properties = properties;
        this.audit = audit;
    }

    /** In the caller's transaction. */
    ExportJob ask(ExportRequest request, Caller caller) {
        if (!properties.purposes().containsKey(request.purpose().code())) {
            throw ProblemException.field("/purpose/code", "export-purpose");
        }
        if (request.purpose().text().strip().length() < 10) {
            throw ProblemException.field("/purpose/text", "size");
        }
        Scope scope = objectRules.scope(caller);
        ExportSelection selection = selection(request, caller, scope);
        List<ExportColumn> wanted = columns.named(request.columns(), caller, request.language());
        Set<String> clear = wanted.stream()
                .filter(column -> column.personal() && column.clear())
                .map(ExportColumn::name)
                .collect(Collectors.toUnmodifiableSet());
        Instant now = jobs.now();
        int most = most(caller, request.format());
        int total = selected.count(selection, caller, scope, now, most + 1);
        if (total > most) {
            throw new ProblemException(CustomerProblem.EXPORT_TOO_LARGE, most);
        }
        boolean approval = !clear.isEmpty() && total > properties.approvalThreshold();
        ExportJob job = new ExportJob(
                TimeOrderedIds.next(),
                approval ? ExportState.WAITING : ExportState.RUNNING,
                caller,
                layout(request, wanted, clear),
                selection,
                request.purpose().code(),
                total,
                clear.isEmpty() || approval ? most : Math.min(most, properties.approvalThreshold()),
                new ExportJob.Approval(approval, null, null, null),
                0,
                0,
                null,
                new ExportJob.Reach(false, List.of(), List.of()),
                0,
                null,
                1,
                new ExportJob.Times(now, approval ? null : now, null, approval ? now.plus(properties.expiry()) : null));
        jobs.begin(job, request.purpose().text().strip());
        audit.record(new AuditEntry(
                "export.ask", job.id().toString(), request.columns(), job.purpose(), "rows: " + total, true));
        return job;
    }

    /** Rows that somebody who agrees to an export agrees to. */
    static int agreedRows(ExportJob job) {
        return (int) Math.min(job.rowLimit(), (long) job.total() + job.total() / GROWTH_DIVISOR);
    }

    private int most(Caller caller, FileFormat format) {
        int most = format == FileFormat.XLSX ? Math.min(ROWS_OF_A_SHEET, properties.mostRows()) : properties.mostRows();
        return caller.hasAny(BEYOND_AGENTS) ? most : Math.min(most, properties.agentLimit());
    }

    private ExportSelection selection(ExportRequest request, Caller caller, Scope scope) {
        if (request.importId() != null && !(scope.everything() && caller.hasAny(BEYOND_AGENTS))) {
            throw new ProblemException(CustomerProblem.IMPORT_NOT_FOUND);
        }
        KeptFilters.Selection kept = filters.selection(request.view(), request.filters(), caller);
        return new ExportSelection(
                kept.view(),
                request.importId(),
                kept.stage(),
                kept.owner(),
                kept.team(),
                kept.pool(),
                kept.tag(),
                kept.custom());
    }

    private static ExportJob.Layout layout(ExportRequest request, List<ExportColumn> wanted, Set<String> clear) {
        return new ExportJob.Layout(
                request.format(),
                request.language(),
                wanted.stream().map(ExportColumn::name).toList(),
                wanted.stream().map(ExportColumn::header).toList(),
                wanted.stream().map(ExportColumn::kind).toList(),
                clear);
    }
}
