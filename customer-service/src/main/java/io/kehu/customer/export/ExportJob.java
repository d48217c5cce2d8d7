package io.kehu.customer.export;

import io.kehu.customer.customer.Scope;
import io.kehu.customer.transfer.FileFormat;
import io.kehu.starter.security.token.Caller;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An export as it stands.
 *
 * @param askedBy with the roles of the time
 * @param layout what the file looks like
 * @param purpose code
 * @param total customers found when it was asked for
 * @param rowLimit rows the file may have at most
 * @param lastNumber customer number up to which rows were read
 * @param reach of who asked, while rows were read
 */
record ExportJob(
        UUID id,
        ExportState state,
        Caller askedBy,
        Layout layout,
        ExportSelection selection,
        String purpose,
        int total,
        int rowLimit,
        Approval approval,
        int chunks,
        int rows,
        @Nullable String lastNumber,
        Reach reach,
        int downloads,
        @Nullable String failure,
        long version,
        Times times) {

    private static final double MILLIS = 1_000.0;

    /**
     * What the file looks like.
     *
     * @param columns names
     * @param headers what stands above them
     * @param kinds of their cells
     * @param clear names of the columns with personal values in the clear
     */
    record Layout(
            FileFormat format,
            String language,
            List<String> columns,
            List<String> headers,
            List<CellKind> kinds,
            Set<String> clear) {}

    /** The second person's word. */
    record Approval(
            boolean needed,
            @Nullable String by,
            @Nullable Instant at,
            @Nullable String refusedBy) {}

    /** How far somebody reaches, without what is their own. */
    record Reach(boolean everything, List<String> teams, List<String> pools) {

        static Reach of(Scope scope) {
            return new Reach(scope.everything(), scope.teams(), scope.pools());
        }

        boolean covers(Reach other) {
            return everything
                    || (!other.everything && teams.containsAll(other.teams) && pools.containsAll(other.pools));
        }
    }

    /** When what happened, or will. */
    record Times(
            Instant created,
            @Nullable Instant started,
            @Nullable Instant finished,
            @Nullable Instant expires) {}

    boolean isAskedBy(String subject) {
        return askedBy.originatingSubject().equals(subject);
    }

    /** Whether there is more to hear of it by itself. */
    boolean isOpen() {
        return state == ExportState.WAITING || state == ExportState.RUNNING;
    }

    /** Rows a second so far; null before there are any, and at the end. */
    @Nullable
    Double perSecond(Instant now) {
        Instant started = times.started();
        if (state != ExportState.RUNNING || started == null || rows == 0) {
            return null;
        }
        return rows / Math.max(0.001, Duration.between(started, now).toMillis() / MILLIS);
    }

    /** Seconds until the file is there, judged by its speed so far. */
    @Nullable
    Long etaSeconds(Instant now) {
        Double perSecond = perSecond(now);
        return perSecond == null ? null : Math.max(0, Math.round((total - rows) / perSecond));
    }
}
