package io.kehu.customer.transfer;

import io.kehu.customer.customer.CustomerExistsException;
import io.kehu.customer.customer.CustomerNumber;
import io.kehu.customer.identity.Numbers;
import io.kehu.customer.job.BatchTransactions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.stereotype.Component;

/**
 * Writes the rows of a checked import, batch by batch. A row is applied in the transaction that says so, and numbers are asked for under
 * a key made of the batch, so that after a crash each row is applied once and no number is wasted.
 */
@Component
class ApplyImport {

    private static final int BATCH = 500;
    private static final Logger log = LoggerFactory.getLogger(ApplyImport.class);
    private static final int ATTEMPTS = 5;

    /** Rows that say more about somebody of the same file come last, when that customer is there. */
    private static final List<Set<Verdict>> PASSES =
            List.of(Set.of(Verdict.CREATE, Verdict.UPDATE), Set.of(Verdict.DUPLICATE));

    private final ImportRows rows;
    private final TableFiles files;
    private final RowReader reader;
    private final JudgeRows judge;
    private final Numbers numbers;
    private final WriteRows write;
    private final BatchTransactions transactions;
    private final ImportProperties properties;

    ApplyImport(
            ImportRows rows,
            TableFiles files,
            RowReader reader,
            JudgeRows judge,
            Numbers numbers,
            WriteRows write,
            BatchTransactions transactions,
            ImportProperties properties) {
        this.rows = rows;
        this.files = files;
        this.reader = reader;
        this.judge = judge;
        this.numbers = numbers;
        this.write = write;
        this.transactions = transactions;
        this.properties = properties;
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
        return PASSES.stream().allMatch(verdicts -> new Run(job, verdicts).run(goOn));
    }

    /** One pass over the file. */
    private final class Run {

        private final ImportJob job;
        private final Pending pending;
        private final boolean repetitions;
        private final ReadWriteLock turns = new ReentrantReadWriteLock();

        Run(ImportJob job, Set<Verdict> verdicts) {
            this.job = job;
            this.pending = new Pending(job.id(), verdicts);
            this.repetitions = verdicts.contains(Verdict.DUPLICATE);
        }

        boolean run(BooleanSupplier goOn) {
            if (pending.isEmpty()) {
                return true;
            }
            List<FileRow> batch = new ArrayList<>(BATCH);
            boolean[] stopped = new boolean[1];
            // Rows that repeat one person would only get in each other's way.
            int width = repetitions ? 1 : properties.batchesAtOnce();
            try (BatchLine<List<FileRow>, Integer> line = new BatchLine<>(width, this::apply, applied -> {})) {
                files.read(job.id(), job.shape(), row -> {
                    if (pending.holds(row.number())) {
                        batch.add(row);
                    }
                    if (pending.endsWith(row.number())) {
                        line.give(List.copyOf(batch));
                        batch.clear();
                        pending.next();
                        stopped[0] = !goOn.getAsBoolean();
                    }
                    return !stopped[0] && !pending.isEmpty();
                });
                line.finish();
            }
            return !stopped[0];
        }

        private int apply(List<FileRow> batch) {
            List<ImportedRow> open =
                    batch.stream().map(row -> reader.read(row, job)).toList();
            while (!open.isEmpty()) {
                open = applyFirst(open);
            }
            return batch.size();
        }

        /** @return rows that mean a customer another row of the batch has just created, to be looked at again */
        private List<ImportedRow> applyFirst(List<ImportedRow> batch) {
            turns.readLock().lock();
            try {
                return attempt(batch, repetitions, false);
            } catch (CustomerExistsException | ConcurrencyFailureException e) {
                log.debug(
                        "Rows from {} are looked at again: {}", batch.getFirst().rowNo(), e.toString());
            } finally {
                turns.readLock().unlock();
            }
            // Looked at again, a batch has the import to itself: only strangers can come in between once more.
            turns.writeLock().lock();
            try {
                return applyAlone(batch);
            } finally {
                turns.writeLock().unlock();
            }
        }

        /** Somebody registered or changed one of them in between, and may do so again; in parts there is less to come in between. */
        private List<ImportedRow> applyAlone(List<ImportedRow> batch) {
            if (batch.size() == 1) {
                return applyRow(batch);
            }
            try {
                return attempt(batch, true, false);
            } catch (CustomerExistsException | ConcurrencyFailureException e) {
                int half = batch.size() / 2;
                List<ImportedRow> later = new ArrayList<>(applyAlone(batch.subList(0, half)));
                List<ImportedRow> rest = batch.subList(half, batch.size());
                // What has to wait comes before what follows it.
                later.addAll(later.isEmpty() ? applyAlone(rest) : rest);
                return later;
            }
        }

        private List<ImportedRow> applyRow(List<ImportedRow> row) {
            for (int attempt = 1; ; attempt++) {
                try {
                    return attempt(row, true, attempt == ATTEMPTS);
                } catch (CustomerExistsException | ConcurrencyFailureException e) {
                    if (attempt == ATTEMPTS) {
                        throw e;
                    }
                }
            }
        }

        private List<ImportedRow> attempt(List<ImportedRow> batch, boolean byKeys, boolean last) {
            List<ImportedRow> later = new ArrayList<>();
            List<Judgement> first = firstCreations(judge.judgeInTurn(batch), later, byKeys);
            List<Judgement> judgements = withReferences(withNumbers(job.id(), first), last);
            transactions.run(() -> write.write(job, judgements, repetitions));
            return later;
        }
    }

    /** @param byKeys whether rows of one person may be among them; the dry run has told them apart */
    private List<Judgement> firstCreations(List<Judgement> judgements, List<ImportedRow> later, boolean byKeys) {
        Set<Object> created = new HashSet<>();
        Set<String> postponed = new HashSet<>();
        List<Judgement> first = new ArrayList<>(judgements.size());
        for (Judgement judgement : judgements) {
            Set<Object> identities = new HashSet<>(byKeys ? judgement.newKeys() : Set.of());
            boolean creates = judgement.verdict() == Verdict.CREATE;
            if (creates) {
                identities.addAll(judgement.row().references());
                if (judgement.number() != null) {
                    identities.add(judgement.number());
                }
            }
            // What follows about a customer was judged by what the row that has to wait says.
            boolean builtUpon = !creates && judgement.number() != null && postponed.contains(judgement.number());
            if (builtUpon || !Collections.disjoint(created, identities)) {
                later.add(judgement.row());
                if (!creates && judgement.number() != null) {
                    postponed.add(judgement.number());
                }
            } else {
                created.addAll(creates ? identities : Set.of());
                first.add(judgement);
            }
        }
        return first;
    }

    /**
     * Rows with an id of another system are asked for apart from the others: once their ids stand for them they need no number any more,
     * and the key of the others stays what it was.
     */
    private List<Judgement> withNumbers(UUID importId, List<Judgement> judgements) {
        Map<Integer, CustomerNumber> fresh = new HashMap<>();
        judgements.stream()
                .filter(judgement -> judgement.verdict() == Verdict.CREATE && judgement.number() == null)
                .map(Judgement::row)
                .collect(Collectors.groupingBy(row -> row.references().isEmpty()))
                .forEach((anonymous, rowsOfAKind) -> fresh.putAll(allocate(importId, rowsOfAKind)));
        return judgements.stream()
                .map(judgement -> {
                    CustomerNumber number = fresh.get(judgement.row().rowNo());
                    return number == null
                            ? judgement
                            : Judgement.create(judgement.row(), number.value(), judgement.newBelonging());
                })
                .toList();
    }

    private Map<Integer, CustomerNumber> allocate(UUID importId, List<ImportedRow> batch) {
        List<Integer> rowNos = batch.stream().map(ImportedRow::rowNo).toList();
        UUID exactlyThese = UUID.nameUUIDFromBytes(rowNos.toString().getBytes(StandardCharsets.US_ASCII));
        List<CustomerNumber> given =
                numbers.allocate(batch.size(), "import/" + importId + "/" + rowNos.getFirst() + "/" + exactlyThese);
        Map<Integer, CustomerNumber> byRow = new HashMap<>();
        for (int i = 0; i < given.size(); i++) {
            byRow.put(rowNos.get(i), given.get(i));
        }
        return byRow;
    }

    /**
     * Puts ids of other systems.
     *
     * @param last whether nobody looks at the rows again
     */
    private List<Judgement> withReferences(List<Judgement> judgements, boolean last) {
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
        boolean cameIn = judgements.stream()
                .anyMatch(judgement -> judgement.verdict() == Verdict.CREATE
                        && judgement.newReferences().stream().anyMatch(taken::containsKey));
        if (cameIn && !last) {
            throw new OptimisticLockingFailureException("Somebody came in under an id of these rows.");
        }
        Set<String> grown = new HashSet<>();
        List<Judgement> judged = new ArrayList<>(judgements.size());
        for (Judgement judgement : judgements) {
            boolean refused = judgement.newReferences().stream().anyMatch(taken::containsKey);
            if (refused && judgement.verdict() == Verdict.UPDATE) {
                grown.add(judgement.numberText());
            }
            judged.add(refused ? judgement.because(Verdict.CONFLICT, "reference:reference-taken") : judgement);
        }
        boolean builtUpon = judged.stream()
                .anyMatch(judgement -> judgement.verdict() == Verdict.UPDATE && grown.contains(judgement.numberText()));
        if (builtUpon) {
            throw new OptimisticLockingFailureException("Rows were judged by what a refused row says.");
        }
        return judged;
    }
}
