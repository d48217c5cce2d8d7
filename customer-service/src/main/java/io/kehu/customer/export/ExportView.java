package io.kehu.customer.export;

import io.kehu.customer.transfer.FileFormat;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An export as it stands.
 *
 * @param clearColumns those of {@code columns} with personal values in the clear; other personal values are masked
 * @param purpose code
 * @param purposeText in the words of who asked; only where one export is read
 * @param total customers found when it was asked for
 * @param done rows that are in the file
 * @param etaSeconds until the file is there
 * @param approvalNeeded whether a second person must agree first
 * @param downloads how often the file was downloaded, of {@code downloadsAllowed}
 * @param expiresAt when the file, or the request for approval, ends
 * @param failure problem that stopped it; ask anew
 * @param fileUrl of the file, for who asked
 */
record ExportView(
        UUID id,
        ExportState state,
        FileFormat format,
        @Schema(example = "zh") String language,

        @Schema(example = "[\"number\", \"fullName\", \"phone\"]")
        List<String> columns,

        @Schema(example = "[\"fullName\"]") List<String> clearColumns,
        ExportSelection selection,
        @Schema(example = "campaign") String purpose,

        @Schema(example = "双十一邮寄目录 / catalogue mailing for November") @Nullable
        String purposeText,

        @Schema(example = "1200") int total,
        @Schema(example = "500") int done,
        @Schema(example = "14") @Nullable Long etaSeconds,
        boolean approvalNeeded,

        @Schema(example = "5d0a7c18-2b9e-4f36-a1c4-7e8d9b0f2a65") @Nullable
        String approvedBy,

        @Nullable Instant approvedAt,

        @Schema(example = "5d0a7c18-2b9e-4f36-a1c4-7e8d9b0f2a65") @Nullable
        String refusedBy,

        @Schema(example = "1") int downloads,
        @Schema(example = "5") int downloadsAllowed,

        @Schema(example = "9c1e2f60-5a3b-4c7d-8e21-0f6b7a9d1c34")
        String createdBy,

        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable Instant expiresAt,
        @Schema(example = "export-grew") @Nullable String failure,

        @Schema(example = "/customer/v1/exports/0199f3c2-6d1c-7c3e-9a41-5b7f0e2d1c44/file") @Nullable
        String fileUrl) {

    static ExportView of(
            ExportJob job, @Nullable String purposeText, ExportProperties properties, Instant now, boolean own) {
        return new ExportView(
                job.id(),
                job.state(),
                job.layout().format(),
                job.layout().language(),
                job.layout().columns(),
                job.layout().columns().stream()
                        .filter(job.layout().clear()::contains)
                        .toList(),
                job.selection(),
                job.purpose(),
                purposeText,
                job.total(),
                job.rows(),
                job.etaSeconds(now),
                job.approval().needed(),
                job.approval().by(),
                job.approval().at(),
                job.approval().refusedBy(),
                job.downloads(),
                properties.downloads(),
                job.askedBy().originatingSubject(),
                job.times().created(),
                job.times().started(),
                job.times().finished(),
                job.times().expires(),
                job.failure(),
                own && job.state() == ExportState.READY ? "/customer/v1/exports/" + job.id() + "/file" : null);
    }
}
