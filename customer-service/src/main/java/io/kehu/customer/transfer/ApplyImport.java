package io.kehu.customer.transfer;

import io.kehu.customer.customer.ChangeCustomer;
import io.kehu.customer.customer.Customer;
import io.kehu.customer.customer.CustomerDraft;
import io.kehu.customer.customer.CustomerExistsException;
import io.kehu.customer.customer.CustomerNumber;
import io.kehu.customer.customer.Customers;
import io.kehu.customer.customer.NewCustomer;
import io.kehu.customer.customer.RegisterCustomers;
import io.kehu.customer.customer.Source;
import io.kehu.customer.identity.Numbers;
import io.kehu.starter.database.Transactions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.stereotype.Component;

/**
 * Writes the rows of a checked import, batch by batch. A row is applied in the transaction that says so, and numbers are asked for under
 * a key made of the batch, so that after a crash each row is applied once and no number is wasted.
 */
@Component
class ApplyImport {

    private static final int BATCH = 500;
    private static final int ATTEMPTS = 3;

    /** Rows that say more about somebody of the same file come last, when that customer is there. */
    private static final List<Set<Verdict>> PASSES =
            List.of(Set.of(Verdict.CREATE, Verdict.UPDATE), Set.of(Verdict.DUPLICATE));

    private final ImportJobs jobs;
    private final ImportRows rows;
    private final ImportFiles files;
    private final RowReader reader;
    private final JudgeRows judge;
    private final Numbers numbers;
    private final Customers customers;
    private final RegisterCustomers register;
    private final ChangeCustomer change;
    private final Transactions transactions;
    private final ApplicationEventPublisher events;

    ApplyImport(
            ImportJobs jobs,
            ImportRows rows,
            ImportFiles files,
            RowReader reader,
            JudgeRows judge,
            Numbers numbers,
            Customers customers,
            RegisterCustomers register,
            ChangeCustomer change,
            Transactions transactions,
            ApplicationEventPublisher events) {
        this.jobs = jobs;
        this.rows = rows;
        this.files = files;
        this.reader = reader;
        this.judge = judge;
        this.numbers = numbers;
        this.customers = customers;
        this.register = register;
        this.change = change;
        this.transactions = transactions;
        this.events = events;
    }

    /** Walks through the pending rows page by page, in step with the file. */
    private final class Pending {

        private final UUID importId;
        private final Set<Verdict> verdicts;
        private Set<Integer> page = Set.of();
        private int last;

        Pending(UUID importId, Set<Verdict> verdicts) {
            this.importId = importId;
            this.verdicts = verdicts;
            next();
        }

        boolean holds(int rowNo) {
            return page.contains(rowNo);
        }

        boolean endsWith(int rowNo) {
            return rowNo == last;
        }

        boolean isEmpty() {
            return page.isEmpty();
        }

        void next() {
            List<Integer> rowNos = rows.pending(importId, verdicts, last, BATCH);
            page = new HashSet<>(rowNos);
            last = rowNos.isEmpty() ? Integer.MAX_VALUE : rowNos.getLast();
        }
    }

    /** @param goOn asked between batches @return false when it was stopped before the end */
    boolean run(ImportJob job, BooleanSupplier goOn) {
        return PASSES.stream().allMatch(verdicts -> run(job, new Pending(job.id(), verdicts), goOn));
    }

    private boolean run(ImportJob job, Pending pending, BooleanSupplier goOn) {
        if (pending.isEmpty()) {
            return true;
        }
        List<ImportedRow> batch = new ArrayList<>(BATCH);
        boolean[] stopped = new boolean[1];
        CsvFile.read(files.open(job.id()), job.shape(), row -> {
            if (pending.holds(row.number())) {
                batch.add(reader.read(row, job.shape(), job.mapping()));
            }
            if (pending.endsWith(row.number())) {
                List<ImportedRow> open = List.copyOf(batch);
                while (!open.isEmpty()) {
                    open = apply(job, open, pending.verdicts);
                }
                batch.clear();
                pending.next();
                stopped[0] = !goOn.getAsBoolean();
            }
            return !stopped[0] && !pending.isEmpty();
        });
        return !stopped[0];
    }

    /** @return rows that mean a customer another row of the batch has just changed, to be looked at again */
    private List<ImportedRow> apply(ImportJob job, List<ImportedRow> batch, Set<Verdict> pass) {
        for (int attempt = 1; ; attempt++) {
            try {
                List<ImportedRow> later = new ArrayList<>();
                List<Judgement> first = firstOfEach(judge.judge(batch), later);
                List<Judgement> judgements = withReferences(withNumbers(job.id(), first));
                transactions.run(() -> write(job, judgements, pass));
                return later;
            } catch (CustomerExistsException | OptimisticLockingFailureException e) {
                // Somebody registered or changed one of them in between; looked at again, the row means that customer.
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static List<Judgement> firstOfEach(List<Judgement> judgements, List<ImportedRow> later) {
        Set<String> seen = new HashSet<>();
        List<Judgement> first = new ArrayList<>();
        for (Judgement judgement : judgements) {
            if (judgement.number() == null || seen.add(judgement.number())) {
                first.add(judgement);
            } else {
                later.add(judgement.row());
            }
        }
        return first;
    }

    private List<Judgement> withNumbers(UUID importId, List<Judgement> judgements) {
        List<Judgement> without = judgements.stream()
                .filter(judgement -> judgement.verdict() == Verdict.CREATE && judgement.number() == null)
                .toList();
        if (without.isEmpty()) {
            return judgements;
        }
        int first = without.getFirst().row().rowNo();
        String key = "import/" + importId + "/" + first + "/" + without.size();
        Iterator<CustomerNumber> fresh = numbers.allocate(without.size(), key).iterator();
        return judgements.stream()
                .map(judgement -> judgement.verdict() == Verdict.CREATE && judgement.number() == null
                        ? Judgement.create(judgement.row(), fresh.next().value())
                        : judgement)
                .toList();
    }

    private List<Judgement> withReferences(List<Judgement> judgements) {
        Map<Numbers.ExternalId, CustomerNumber> wanted = new LinkedHashMap<>();
        for (Judgement judgement : judgements) {
            if (judgement.number() != null) {
                CustomerNumber number = new CustomerNumber(judgement.number());
                judgement.newReferences().forEach(reference -> wanted.put(reference, number));
            }
        }
        if (wanted.isEmpty()) {
            return judgements;
        }
        Map<Numbers.ExternalId, CustomerNumber> taken = numbers.put(wanted);
        return judgements.stream()
                .map(judgement -> judgement.newReferences().stream().anyMatch(taken::containsKey)
                        ? judgement.because(Verdict.CONFLICT, "reference:reference-taken")
                        : judgement)
                .toList();
    }

    private void write(ImportJob job, List<Judgement> judgements, Set<Verdict> pass) {
        List<NewCustomer> fresh = new ArrayList<>();
        List<String> changed = new ArrayList<>();
        for (Judgement judgement : judgements) {
            if (judgement.verdict() == Verdict.CREATE) {
                fresh.add(new NewCustomer(
                        new CustomerNumber(String.valueOf(judgement.number())),
                        judgement.row().draft(),
                        Source.IMPORT,
                        judgement.newConsents()));
            } else if (judgement.verdict() == Verdict.UPDATE) {
                update(job, judgement);
                changed.add(String.valueOf(judgement.number()));
            }
        }
        if (!fresh.isEmpty()) {
            register.write(fresh, false);
        }
        List<String> registered =
                fresh.stream().map(customer -> customer.number().value()).toList();
        boolean repetitions = pass.contains(Verdict.DUPLICATE);
        rows.store(
                job.id(),
                judgements.stream()
                        .map(judgement -> repetitions && !judgement.verdict().isFault() && judgement.existing() != null
                                ? judgement.as(Verdict.DUPLICATE)
                                : judgement)
                        .toList(),
                true);
        jobs.addApplied(job.id(), judgements.size());
        if (!registered.isEmpty() || !changed.isEmpty()) {
            int batchNumber = judgements.getFirst().row().rowNo();
            events.publishEvent(new ImportBatchApplied(job.id(), batchNumber, registered, changed));
        }
    }

    private void update(ImportJob job, Judgement judgement) {
        CustomerNumber number = new CustomerNumber(String.valueOf(judgement.number()));
        Customer seen = judgement.existing();
        CustomerDraft merged = judgement.merged();
        Customer current = customers.lock(number).orElseThrow();
        if (seen == null || merged == null || current.version() != seen.version()) {
            throw new OptimisticLockingFailureException("The customer was changed since it was looked at.");
        }
        change.write(current, merged, job.createdBy());
        change.agree(number, judgement.newConsents(), Source.IMPORT);
    }
}
