package io.kehu.customer.customer;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where one value comes from.
 *
 * @param at when it was said
 * @param verifiedAt when somebody made sure of it, if anybody did
 * @param actor subject of who said it; missing for records older than this bookkeeping
 */
public record FieldSource(
        Source source,
        Instant at,
        @Nullable Instant verifiedAt,
        @Nullable String actor) {

    /** The last time anybody said or checked it. */
    Instant freshness() {
        return verifiedAt != null && verifiedAt.isAfter(at) ? verifiedAt : at;
    }

    FieldSource verified(Instant when) {
        return new FieldSource(source, at, when, actor);
    }
}
