package io.kehu.customer.bulk;

import io.kehu.customer.catalogue.KeptFilters;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants done, and to whom.
 *
 * @param tag code of the tag that is given or taken
 * @param handover whose customers go where
 */
public record BulkOrder(
        BulkKind kind,
        KeptFilters.Selection selection,
        @Nullable String tag,
        @Nullable Handover handover) {

    /**
     * All customers of one person go somewhere else.
     *
     * @param from subject of the owner
     * @param owner subject of the new one
     * @param team code; without an owner they are the team's
     * @param pool code; alone, they lie there for anybody to claim
     * @param reason what the history of each says
     */
    public record Handover(
            String from,
            @Nullable String owner,
            @Nullable String team,
            @Nullable String pool,
            String reason) {}

    public BulkOrder(BulkKind kind, KeptFilters.Selection selection, @Nullable String tag) {
        this(kind, selection, tag, null);
    }

    public static BulkOrder of(Handover handover) {
        KeptFilters.Selection theirs =
                new KeptFilters.Selection(null, null, handover.from(), null, null, null, Map.of());
        return new BulkOrder(BulkKind.HANDOVER, theirs, null, handover);
    }

    /** The tag of an order that is about one. */
    public String tagCode() {
        if (tag == null) {
            throw new IllegalStateException("No tag is given or taken by " + kind);
        }
        return tag;
    }

    /** The handover of an order that is one. */
    public Handover wholeHandover() {
        if (handover == null) {
            throw new IllegalStateException("Nobody is handed over by " + kind);
        }
        return handover;
    }
}
