package io.kehu.customer.transfer;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An import as it stands.
 *
 * @param mapping meaning of each column
 * @param total rows below the header
 * @param done rows of the running phase that are done
 * @param counts rows by verdict
 * @param applied rows written, or found to need nothing
 * @param etaSeconds until the running phase ends
 * @param failure problem that stopped it; apply again to go on
 * @param errorsUrl rows that were not taken, with reasons
 */
record ImportView(
        UUID id,
        ImportState state,
        String fileName,
        String encoding,
        String delimiter,
        List<String> columns,
        Map<String, String> mapping,
        int total,
        int done,
        Map<Verdict, Integer> counts,
        int applied,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable Long etaSeconds,
        @Nullable String failure,
        @Nullable String errorsUrl) {

    static ImportView of(ImportJob job, Map<Verdict, Integer> found, Instant now) {
        Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
        int toApply = 0;
        boolean faults = false;
        for (Verdict verdict : Verdict.values()) {
            int count = found.getOrDefault(verdict, 0);
            counts.put(verdict, count);
            toApply += verdict.isApplied() ? count : 0;
            faults |= verdict.isFault() && count > 0;
        }
        boolean checking = job.state() == ImportState.CHECKING;
        return new ImportView(
                job.id(),
                job.state(),
                job.fileName(),
                job.shape().encoding().name(),
                String.valueOf(job.shape().delimiter()),
                job.shape().columns(),
                job.mapping().targets(),
                job.total(),
                checking ? job.checked() : job.applied(),
                counts,
                job.applied(),
                job.createdAt(),
                job.startedAt(),
                job.finishedAt(),
                job.etaSeconds(now, checking ? job.total() : toApply),
                job.failure(),
                faults ? "/customer/v1/imports/" + job.id() + "/errors" : null);
    }
}
