package io.kehu.customer.bulk;

import io.kehu.customer.catalogue.KeptFilters;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A job as it stands.
 *
 * @param selection filters as they were when it was asked for
 * @param tag code of the tag that is given or taken
 * @param handover whose customers go where
 * @param total customers found when it was asked for
 * @param done customers looked at: {@code changed}, {@code unchanged} and {@code skipped} together
 * @param changed customers to whom it was done
 * @param unchanged customers who were as wanted already
 * @param skipped customers who are out of reach, or no longer match, since
 * @param etaSeconds until it ends
 * @param failure problem that stopped it; what was done stays
 */
public record BulkJobView(
        UUID id,
        BulkKind kind,
        BulkState state,
        KeptFilters.Selection selection,
        @Schema(example = "tea-lover") @Nullable String tag,
        @Nullable HandoverView handover,
        @Schema(example = "1200") int total,
        @Schema(example = "500") int done,
        @Schema(example = "480") int changed,
        @Schema(example = "18") int unchanged,
        @Schema(example = "2") int skipped,
        @Schema(example = "7") @Nullable Long etaSeconds,

        @Schema(example = "e7c1a9d2-5b34-4f0e-9a61-2d8f3b7c4e15")
        String createdBy,

        Instant createdAt,
        @Nullable Instant finishedAt,
        @Schema(example = "internal-error") @Nullable String failure) {

    /**
     * All customers of one person go somewhere else.
     *
     * @param from subject of the owner
     * @param owner subject of the new one
     * @param team code
     * @param pool code
     */
    public record HandoverView(
            @Schema(example = "e7c1a9d2-5b34-4f0e-9a61-2d8f3b7c4e15")
            String from,

            @Schema(example = "0b9f6d48-7a25-4c3e-8e12-5f6a7b8c9d01") @Nullable
            String owner,

            @Schema(example = "SOUTH") @Nullable String team,
            @Schema(example = "PUBLIC") @Nullable String pool) {

        static @Nullable HandoverView of(BulkOrder.@Nullable Handover handover) {
            return handover == null
                    ? null
                    : new HandoverView(handover.from(), handover.owner(), handover.team(), handover.pool());
        }
    }

    static BulkJobView of(BulkJob job, Instant now) {
        BulkOrder order = job.order();
        BulkJob.Counts counts = job.counts();
        return new BulkJobView(
                job.id(),
                order.kind(),
                job.state(),
                order.selection(),
                order.tag(),
                HandoverView.of(order.handover()),
                counts.total(),
                counts.done(),
                counts.changed(),
                counts.unchanged(),
                counts.skipped(),
                job.etaSeconds(now),
                job.askedBy().originatingSubject(),
                job.createdAt(),
                job.finishedAt(),
                job.failure());
    }
}
