package io.kehu.customer.bulk;

import io.kehu.customer.customer.Scope;
import io.kehu.starter.security.token.Caller;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A job as it stands.
 *
 * @param askedBy with the roles of the time
 * @param reach of who asked when it started; later they may reach fewer, never more
 * @param lastNumber customer number up to which it has come
 * @param createdAt customers who came later are left alone
 */
public record BulkJob(
        UUID id,
        BulkState state,
        BulkOrder order,
        Caller askedBy,
        Scope reach,
        Counts counts,
        @Nullable String lastNumber,
        @Nullable String failure,
        long version,
        Instant createdAt,
        @Nullable Instant finishedAt) {

    private static final double MILLIS = 1_000.0;

    /**
     * Customers.
     *
     * @param total found when it was asked for
     * @param changed to whom it was done
     * @param unchanged who were as wanted already
     * @param skipped who are out of reach, or no longer match, since
     */
    public record Counts(int total, int changed, int unchanged, int skipped) {

        public int done() {
            return changed + unchanged + skipped;
        }
    }

    boolean isAskedBy(String subject) {
        return askedBy.originatingSubject().equals(subject);
    }

    /** Customers a second so far; null before there are any, and at the end. */
    @Nullable
    Double perSecond(Instant now) {
        if (state != BulkState.RUNNING || counts.done() == 0) {
            return null;
        }
        return counts.done() / Math.max(0.001, Duration.between(createdAt, now).toMillis() / MILLIS);
    }

    /** Seconds until its end, judged by its speed so far. */
    @Nullable
    Long etaSeconds(Instant now) {
        Double perSecond = perSecond(now);
        return perSecond == null ? null : Math.max(0, Math.round((counts.total() - counts.done()) / perSecond));
    }
}
