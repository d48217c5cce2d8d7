package io.kehu.customer.transfer;

import io.kehu.customer.customer.CustomerTokens;
import io.kehu.customer.identity.Numbers;
import io.kehu.customer.job.BatchTransactions;
import io.kehu.starter.protection.token.SearchTokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.springframework.stereotype.Component;

/** The dry run: a verdict for every row, nothing else written. Begun anew, it starts over. */
@Component
class CheckImport {

    private static final int BATCH = 500;

    private final ImportJobs jobs;
    private final ImportRows rows;
    private final RowChanges changes;
    private final TableFiles files;
    private final RowReader reader;
    private final JudgeRows judge;
    private final HoldProbable holdProbable;
    private final SearchTokens searchTokens;
    private final BatchTransactions transactions;
    private final ImportProperties properties;

    CheckImport(
            ImportJobs jobs,
            ImportRows rows,
            RowChanges changes,
            TableFiles files,
            RowReader reader,
            JudgeRows judge,
            HoldProbable holdProbable,
            SearchTokens searchTokens,
            BatchTransactions transactions,
            ImportProperties properties) {
        this.jobs = jobs;
        this.rows = rows;
        this.changes = changes;
        this.files = files;
        this.reader = reader;
        this.judge = judge;
        this.holdProbable = holdProbable;
        this.searchTokens = searchTokens;
        this.transactions = transactions;
        this.properties = properties;
    }

    /** @param goOn asked between batches @return false when it was stopped before the end */
    boolean run(ImportJob job, BooleanSupplier goOn) {
        transactions.run(() -> {
            rows.clear(job.id());
            jobs.resetChecked(job.id());
        });
        if (!checkRows(job, goOn)) {
            return false;
        }
        transactions.run(() -> conclude(job.id()));
        return true;
    }

    private boolean checkRows(ImportJob job, BooleanSupplier goOn) {
        FirstRows first = new FirstRows();
        List<FileRow> batch = new ArrayList<>(BATCH);
        boolean[] stopped = new boolean[1];
        try (BatchLine<List<FileRow>, List<Judgement>> line = new BatchLine<>(
                properties.batchesAtOnce(),
                open -> judged(open, job),
                judgements -> store(job.id(), judgements, first))) {
            files.read(job.id(), job.shape(), row -> {
                batch.add(row);
                if (batch.size() == BATCH) {
                    line.give(List.copyOf(batch));
                    batch.clear();
                    stopped[0] = !goOn.getAsBoolean();
                }
                return !stopped[0];
            });
            if (stopped[0]) {
                return false;
            }
            line.give(List.copyOf(batch));
            line.finish();
            return true;
        }
    }

    private List<Judgement> judged(List<FileRow> batch, ImportJob job) {
        List<Judgement> judgements =
                judge.judge(batch.stream().map(row -> reader.read(row, job)).toList());
        return job.duplicateCheck() == DuplicateCheck.PROBABLE ? holdProbable.hold(judgements) : judgements;
    }

    /** Says what applying the import would come to; in the caller's transaction. */
    void conclude(UUID importId) {
        Map<Verdict, Integer> counts = rows.counts(importId);
        int changed = counts.getOrDefault(Verdict.CREATE, 0) + counts.getOrDefault(Verdict.UPDATE, 0);
        int planned = changed + counts.getOrDefault(Verdict.DUPLICATE, 0);
        jobs.conclude(importId, planned, changed, changed > properties.approvalThreshold());
    }

    /** In the order of the rows, because the first of those that mean the same customer counts. */
    private void store(UUID importId, List<Judgement> judgements, FirstRows first) {
        if (judgements.isEmpty()) {
            return;
        }
        List<Judgement> last = judgements.stream()
                .map(judgement ->
                        judgement.verdict() == Verdict.CREATE ? withoutRepetition(judgement, first) : judgement)
                .toList();
        transactions.run(() -> {
            rows.store(importId, last, false);
            changes.store(importId, last);
            jobs.addChecked(importId, judgements.size());
        });
    }

    private Judgement withoutRepetition(Judgement judgement, FirstRows first) {
        int rowNo = judgement.row().rowNo();
        int earliest = rowNo;
        for (CustomerTokens.Key key : judgement.row().keys()) {
            earliest = Math.min(earliest, first.note(key.token() ^ Long.rotateLeft(key.token2(), 32), rowNo));
        }
        for (Numbers.ExternalId reference : judgement.row().references()) {
            long print = searchTokens.token("import.reference", reference.system() + "\0" + reference.id());
            earliest = Math.min(earliest, first.note(print, rowNo));
        }
        return earliest == rowNo ? judgement : judgement.because(Verdict.DUPLICATE, "row:duplicate-of-row:" + earliest);
    }
}
