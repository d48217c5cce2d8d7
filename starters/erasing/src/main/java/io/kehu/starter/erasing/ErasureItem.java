package io.kehu.starter.erasing;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How much of one kind an erasure is about, and what becomes of it.
 *
 * @param kind upper-case English, such as {@code NOTES}
 * @param count rows, or points
 * @param ground why it is kept; missing for what is not
 */
public record ErasureItem(
        @Schema(example = "NOTES") String kind,
        @Schema(example = "3") long count,
        Fate fate,
        @Nullable Ground ground) {

    /** What becomes of it. */
    public enum Fate {
        /** It is gone, or nobody can read it any more. */
        DELETED,
        /** It stays without what names the customer. */
        ANONYMISED,
        /** It stays under the bare number. */
        KEPT
    }

    /** Why something stays. */
    public enum Ground {
        /** Books have to add up, and are kept by law. */
        ACCOUNTING,
        /** It proves that the customer was treated as they wished. */
        PROOF,
        /** It keeps us from writing to them again. */
        SUPPRESSION,
        /** It goes by itself when its time has come. */
        EXPIRES,
        /** Numbers without names, for reports. */
        STATISTICS
    }

    public static ErasureItem deleted(String kind, long count) {
        return new ErasureItem(kind, count, Fate.DELETED, null);
    }

    public static ErasureItem anonymised(String kind, long count, Ground ground) {
        return new ErasureItem(kind, count, Fate.ANONYMISED, ground);
    }

    public static ErasureItem kept(String kind, long count, Ground ground) {
        return new ErasureItem(kind, count, Fate.KEPT, ground);
    }
}
