package io.kehu.identity.number;

import io.kehu.identity.scheme.Scheme;
import io.kehu.identity.scheme.Template;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Numbers that somebody asks for.
 *
 * @param context year, month and branch of the numbers
 * @param partition the counter they come from
 * @param reservedFor how long a reservation holds; null for numbers that are active at once
 * @param request the caller and its key as one id, where it gave a key
 * @param at when it asked
 */
record Order(
        Scheme scheme,
        Template.Context context,
        String partition,
        int count,
        @Nullable Duration reservedFor,
        String issuedBy,
        @Nullable UUID request,
        Instant at) {

    NumberRuns.Mode mode() {
        return reservedFor == null ? NumberRuns.Mode.ACTIVE : NumberRuns.Mode.RESERVED;
    }

    /** Whether a run that was written for the same key is the answer to this order. */
    boolean isAnsweredBy(NumberRuns.Run run) {
        return run.scheme().equals(scheme.code())
                && run.branch().equals(context.branch())
                && run.size() == count
                && run.mode() == mode();
    }
}
