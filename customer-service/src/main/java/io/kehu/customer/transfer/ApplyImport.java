package io.kehu.customer.transfer;

import io.kehu.customer.customer.CustomerExistsException;
import io.kehu.customer.customer.CustomerNumber;
import io.kehu.customer.customer.CustomerTokens;
import io.kehu.customer.identity.Numbers;
import io.kehu.starter.database.Transactions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
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

    private final ImportRows rows;
    private final TableFiles files;
    private final RowReader reader;
    private final JudgeRows judge;
    private final CustomerTokens tokens;
    private final Numbers numbers;
    private final WriteRows write;
    private final Transactions transactions;

    ApplyImport(
            ImportRows rows,
            TableFiles files,
            RowReader reader,
            JudgeRows judge,
            CustomerTokens tokens,
            Numbers numbers,
            WriteRows write,
            Transactions transactions) {
        this.rows = rows;
        this.files = files;
        this.reader = reader;
        this.judge = judge;
        this.tokens = tokens;
        this.numbers = numbers;
        this.write = write;
        this.transactions = transactions;
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
        files.read(job.id(), job.shape(), row -> {
            if (pending.holds(row.number())) {
                batch.add(reader.read(row, job));
            }
            if (pending.endsWith(row.number())) {
                List<ImportedRow> open = List.copyOf(batch);
                while (!open.isEmpty()) {
                    open = apply(job, open, pending.verdicts.contains(Verdict.DUPLICATE));
                }
                batch.clear();
                pending.next();
                stopped[0] = !goOn.getAsBoolean();
            }
            return !stopped[0] && !pending.isEmpty();
        });
        return !stopped[0];
    }

    /** @return rows that mean a customer another row of the batch has just created, to be looked at again */
    private List<ImportedRow> apply(ImportJob job, List<ImportedRow> batch, boolean repetitions) {
        for (int attempt = 1; ; attempt++) {
            try {
                List<ImportedRow> later = new ArrayList<>();
                List<Judgement> first = firstCreations(judge.judgeInTurn(batch), later, repetitions || attempt > 1);
                List<Judgement> judgements = withReferences(withNumbers(job.id(), first));
                transactions.run(() -> write.write(job, judgements, repetitions));
                return later;
            } catch (CustomerExistsException | OptimisticLockingFailureException e) {
                // Somebody registered or changed one of them in between; looked at again, the row means that customer.
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /** @param byKeys whether rows of one person may be among them; the dry run has told them apart */
    private List<Judgement> firstCreations(List<Judgement> judgements, List<ImportedRow> later, boolean byKeys) {
        Set<Object> seen = new HashSet<>();
        List<Judgement> first = new ArrayList<>(judgements.size());
        for (Judgement judgement : judgements) {
            Set<Object> identities = new HashSet<>();
            if (judgement.verdict() == Verdict.CREATE) {
                identities.addAll(byKeys ? tokens.keys(judgement.row().draft()) : List.of());
                identities.addAll(judgement.row().references());
                if (judgement.number() != null) {
                    identities.add(judgement.number());
                }
            }
            if (Collections.disjoint(seen, identities)) {
                seen.addAll(identities);
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
