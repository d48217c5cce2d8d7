package io.kehu.customer.transfer;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An import as it stands.
 *
 * @param checked rows with a verdict
 * @param planned rows that applying looks at
 * @param applied rows that were written, or turned out to need nothing
 * @param appliedAt when applying last ended, finished or not; the time to undo runs from then
 */
record ImportJob(
        UUID id,
        ImportState state,
        String fileName,
        FileShape shape,
        ColumnMapping mapping,
        MappingSource mappingSource,
        DateOrder dateOrder,
        DuplicateCheck duplicateCheck,
        int total,
        int checked,
        int planned,
        int applied,
        Approval approval,
        Undo undo,
        @Nullable String failure,
        long version,
        String createdBy,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable Instant appliedAt,
        @Nullable Instant forgottenAt) {

    private static final double MILLIS = 1_000.0;

    /** Where the meaning of the columns comes from. */
    enum MappingSource {
        /** Guessed from their names. */
        SUGGESTED,
        /** What was said of the last file with such a header. */
        REMEMBERED,
        /** Said for this file. */
        SAID
    }

    /**
     * The second person's word.
     *
     * @param changes customers the dry run would create or change
     */
    record Approval(
            boolean needed,
            int changes,
            @Nullable String by,
            @Nullable Instant at) {

        boolean isMissing() {
            return needed && by == null;
        }
    }

    /**
     * How far an undo is.
     *
     * @param touched customers there is something to undo of
     * @param undone customers that are as before
     * @param kept customers left as they are
     */
    record Undo(
            int touched,
            int undone,
            int kept,
            @Nullable Instant startedAt,
            @Nullable String by) {

        boolean isStarted() {
            return startedAt != null;
        }
    }

    /** What the running, or last, phase has done. */
    int done() {
        if (undo.isStarted()) {
            return undo.undone() + undo.kept();
        }
        return state == ImportState.CHECKING || state == ImportState.CHECKED || state == ImportState.APPROVED
                ? checked
                : applied;
    }

    /** What the running, or last, phase has to do. */
    int toDo() {
        if (undo.isStarted()) {
            return undo.touched();
        }
        return state == ImportState.APPLYING || state == ImportState.APPLIED || applied > 0 ? planned : total;
    }

    /** Of the running phase so far; null before it has done anything. */
    @Nullable
    Double perSecond(Instant now) {
        if (!state.isRunning() || startedAt == null || done() == 0) {
            return null;
        }
        return done() / Math.max(0.001, Duration.between(startedAt, now).toMillis() / MILLIS);
    }

    /** Seconds until the running phase ends, judged by its speed so far. */
    @Nullable
    Long etaSeconds(Instant now) {
        Double perSecond = perSecond(now);
        return perSecond == null ? null : Math.max(0, Math.round((toDo() - done()) / perSecond));
    }
}
