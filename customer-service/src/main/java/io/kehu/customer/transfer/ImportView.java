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
 * @param sheet of a workbook, with all its {@code sheets}; say another one with the mapping
 * @param mapping meaning of each column
 * @param mappingSource whether it was guessed, remembered from the last file with such a header, or said
 * @param total rows below the header
 * @param done of the running phase: rows, or customers of an undo
 * @param counts rows by verdict
 * @param reasons rows by reason, as {@code field:code}; left out while a phase is running
 * @param changes customers the dry run would create or change
 * @param approvalNeeded whether a second person must agree before it is applied
 * @param applied rows written, or found to need nothing
 * @param etaSeconds until the running phase ends
 * @param failure problem that stopped it; ask again for what was running to go on
 * @param errorsUrl rows that were not taken, with reasons
 * @param undo how far taking it back is
 * @param undoableUntil when it can be undone no more
 */
record ImportView(
        UUID id,
        ImportState state,
        String fileName,
        FileFormat format,
        String encoding,
        String delimiter,
        @Nullable String sheet,
        List<String> sheets,
        List<String> columns,
        Map<String, String> mapping,
        ImportJob.MappingSource mappingSource,
        DateOrder dateOrder,
        int total,
        int done,
        Map<Verdict, Integer> counts,
        @Nullable Map<String, Integer> reasons,
        int changes,
        boolean approvalNeeded,
        @Nullable String approvedBy,
        @Nullable Instant approvedAt,
        int applied,
        String createdBy,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable Long etaSeconds,
        @Nullable String failure,
        @Nullable String errorsUrl,
        @Nullable UndoView undo,
        @Nullable Instant undoableUntil) {

    /**
     * An undo.
     *
     * @param customers to be settled
     * @param undone are as before
     * @param kept were left as they are; {@code /rows?outcome=KEPT} says why
     */
    record UndoView(int customers, int undone, int kept) {

        static UndoView of(ImportJob.Undo undo) {
            return new UndoView(undo.touched(), undo.undone(), undo.kept());
        }
    }

    static ImportView of(
            ImportJob job,
            Map<Verdict, Integer> found,
            @Nullable Map<String, Integer> reasons,
            ImportProperties properties,
            Instant now) {
        Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
        boolean faults = false;
        for (Verdict verdict : Verdict.values()) {
            int count = found.getOrDefault(verdict, 0);
            counts.put(verdict, count);
            faults |= verdict.isFault() && count > 0;
        }
        boolean errors = faults && job.forgottenAt() == null;
        Instant appliedAt = job.applied() > 0 && job.state() != ImportState.UNDONE ? job.appliedAt() : null;
        return new ImportView(
                job.id(),
                job.state(),
                job.fileName(),
                job.shape().format(),
                job.shape().encoding().name(),
                String.valueOf(job.shape().delimiter()),
                job.shape().sheet(),
                job.shape().sheets(),
                job.shape().columns(),
                job.mapping().targets(),
                job.mappingSource(),
                job.dateOrder(),
                job.total(),
                job.done(),
                counts,
                reasons,
                job.approval().changes(),
                job.approval().needed(),
                job.approval().by(),
                job.approval().at(),
                job.applied(),
                job.createdBy(),
                job.createdAt(),
                job.startedAt(),
                job.finishedAt(),
                job.etaSeconds(now),
                job.failure(),
                errors ? "/customer/v1/imports/" + job.id() + "/errors" : null,
                job.undo().isStarted() ? UndoView.of(job.undo()) : null,
                appliedAt == null ? null : appliedAt.plus(properties.undoWindow()));
    }
}
