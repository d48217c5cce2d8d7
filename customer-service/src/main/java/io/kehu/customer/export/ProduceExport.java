package io.kehu.customer.export;

import io.kehu.customer.CustomerProblem;
import io.kehu.customer.customer.CustomerNumber;
import io.kehu.customer.customer.Scope;
import io.kehu.customer.customer.web.ObjectRules;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.protection.audit.AuditEntry;
import io.kehu.starter.protection.audit.AuditTrail;
import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.problem.ProblemException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.springframework.stereotype.Component;

/**
 * Reads the rows of an export, 500 customers in a short transaction that says how far it has come, so that after a crash no row is there
 * twice or missing. Two instances that run the same job take turns at its row. Each customer is as they were when their chunk was read:
 * the file is complete for those who were there when it was asked for, not a snapshot of one moment.
 */
@Component
class ProduceExport {

    static final int CHUNK = 500;

    private final ExportJobs jobs;
    private final ExportChunks chunks;
    private final ExportColumns columns;
    private final SelectedCustomers selected;
    private final ReadKnownCustomers readCustomers;
    private final ExportMarks marks;
    private final ObjectRules objectRules;
    private final ExportFigures figures;
    private final ExportProperties properties;
    private final Transactions transactions;
    private final AuditTrail audit;
    private final Clock clock;

    ProduceExport(
            ExportJobs jobs,
            ExportChunks chunks,
            ExportColumns columns,
            SelectedCustomers selected,
            ReadKnownCustomers readCustomers,
            ExportMarks marks,
            ObjectRules objectRules,
            ExportFigures figures,
            ExportProperties properties,
            Transactions transactions,
            AuditTrail audit,
            Clock clock) {
        this.jobs = jobs;
        this.chunks = chunks;
        this.columns = columns;
        this.selected = selected;
        this.readCustomers = readCustomers;
        this.marks = marks;
        this.objectRules = objectRules;
        this.figures = figures;
        this.properties = properties;
        this.transactions = transactions;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * @param goOn asked between chunks
     * @return false when it was stopped before the end
     * @throws ProblemException when it cannot be finished
     */
    boolean run(UUID id, BooleanSupplier goOn) {
        while (goOn.getAsBoolean()) {
            if (!transactions.call(() -> readOn(id))) {
                return true;
            }
        }
        return false;
    }

    /** The next chunk. @return false when there is nothing more to do */
    boolean readOn(UUID id) {
        ExportJob job = jobs.lock(id);
        if (job.state() != ExportState.RUNNING) {
            return false;
        }
        Caller caller = job.askedBy();
        Scope scope = objectRules.scope(caller);
        List<CustomerNumber> numbers =
                selected.page(job.selection(), caller, scope, job.times().created(), job.lastNumber(), CHUNK);
        if (numbers.isEmpty()) {
            Instant now = clock.instant();
            jobs.ready(id, now, now.plus(properties.expiry()));
            audit.record(AuditEntry.of(
                            "export.produce",
                            id.toString(),
                            job.layout().columns().toArray(String[]::new))
                    .because("rows: " + job.rows()));
            figures.ended(ExportState.READY);
            return false;
        }
        write(job, numbers, scope);
        return true;
    }

    private void write(ExportJob job, List<CustomerNumber> numbers, Scope scope) {
        List<ExportColumn> wanted = columns(job);
        List<KnownCustomer> known = readCustomers.read(numbers, wanted);
        if (job.rows() + known.size() > job.rowLimit()) {
            throw new ProblemException(CustomerProblem.EXPORT_GREW, job.rowLimit());
        }
        List<List<String>> rows = new ArrayList<>(known.size());
        for (KnownCustomer customer : known) {
            List<String> row = new ArrayList<>(
                    wanted.stream().map(column -> column.text(customer)).toList());
            row.add(marks.mark(job.id(), job.rows() + rows.size() + 1, List.copyOf(row)));
            rows.add(row);
        }
        if (!rows.isEmpty()) {
            chunks.store(job.id(), job.chunks(), rows);
            audit.recordAll(known.stream().map(customer -> read(job, customer)).toList());
        }
        jobs.advance(job.id(), rows.isEmpty() ? 0 : 1, rows.size(), numbers.getLast(), scope);
        figures.rows(job.layout().format(), rows.size());
    }

    /** In the clear only what was in the clear when it was asked for, and agreed to, and is so still. */
    private List<ExportColumn> columns(ExportJob job) {
        ExportJob.Layout layout = job.layout();
        return columns.named(layout.columns(), job.askedBy(), layout.language()).stream()
                .map(column -> column.personal() && !layout.clear().contains(column.name()) ? column.masked() : column)
                .toList();
    }

    private static AuditEntry read(ExportJob job, KnownCustomer customer) {
        return new AuditEntry(
                "customer.export",
                customer.customer().number().value(),
                job.layout().columns(),
                job.purpose(),
                "export " + job.id(),
                true);
    }
}
