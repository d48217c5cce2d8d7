package io.kehu.customer.transfer;

import io.swagger.v3.oas.annotations.media.Schema;
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
 * @param counts rows by verdict; while a phase is running, up to two seconds old
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
        @Schema(example = "customers-2026-11.csv") String fileName,
        FileFormat format,
        @Schema(example = "UTF-8") String encoding,
        @Schema(example = ",") String delimiter,
        @Schema(example = "客户") @Nullable String sheet,
        @Schema(example = "[\"客户\", \"说明\"]") List<String> sheets,
        @Schema(example = "[\"姓名\", \"手机\", \"邮箱\"]") List<String> columns,
        Map<String, String> mapping,
        ImportJob.MappingSource mappingSource,
        DateOrder dateOrder,
        DuplicateCheck duplicateCheck,
        @Schema(example = "1200") int total,
        @Schema(example = "500") int done,
        Map<Verdict, Integer> counts,
        @Nullable Map<String, Integer> reasons,
        @Schema(example = "37") int changes,
        boolean approvalNeeded,

        @Schema(example = "5d0a7c18-2b9e-4f36-a1c4-7e8d9b0f2a65") @Nullable
        String approvedBy,

        @Nullable Instant approvedAt,
        @Schema(example = "500") int applied,

        @Schema(example = "9c1e2f60-5a3b-4c7d-8e21-0f6b7a9d1c34")
        String createdBy,

        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Schema(example = "14") @Nullable Long etaSeconds,
        @Schema(example = "internal-error") @Nullable String failure,

        @Schema(example = "/customer/v1/imports/0199f3c2-6d1c-7c3e-9a41-5b7f0e2d1c44/errors") @Nullable
        String errorsUrl,

        @Nullable UndoView undo,
        @Nullable Instant undoableUntil) {

    /**
     * An undo.
     *
     * @param customers to be settled
     * @param undone are as before
     * @param kept were left as they are; {@code /rows?outcome=KEPT} says why
     */
    record UndoView(
            @Schema(example = "480") int customers,
            @Schema(example = "477") int undone,
            @Schema(example = "3") int kept) {

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
                job.duplicateCheck(),
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
