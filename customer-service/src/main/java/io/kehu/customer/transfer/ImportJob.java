package io.kehu.customer.transfer;

import java.nio.charset.Charset;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An import as it stands.
 *
 * @param checked rows with a verdict
 * @param applied rows that were written, or turned out to need nothing
 */
record ImportJob(
        UUID id,
        ImportState state,
        String fileName,
        FileShape shape,
        ColumnMapping mapping,
        int total,
        int checked,
        int applied,
        @Nullable String failure,
        long version,
        String createdBy,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt) {

    static FileShape shape(String encoding, String delimiter, List<String> columns) {
        return new FileShape(Charset.forName(encoding), delimiter.charAt(0), columns);
    }

    boolean isRunning() {
        return state == ImportState.CHECKING || state == ImportState.APPLYING;
    }

    /** Seconds until the running phase ends, judged by its speed so far. */
    @Nullable
    Long etaSeconds(Instant now, int toDo) {
        int done = state == ImportState.CHECKING ? checked : applied;
        if (!isRunning() || startedAt == null || done == 0) {
            return null;
        }
        double perSecond =
                done / Math.max(0.001, Duration.between(startedAt, now).toMillis() / 1000.0);
        return Math.round((toDo - done) / perSecond);
    }
}
