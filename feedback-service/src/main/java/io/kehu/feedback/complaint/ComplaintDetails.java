package io.kehu.feedback.complaint;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A case with its words.
 *
 * @param complaint the case
 * @param text what the customer said; masked unless the caller's role shows it, missing when erased
 * @param texts what was said since, in order; masked likewise
 */
record ComplaintDetails(
        @JsonUnwrapped ComplaintView complaint, @Nullable String text, List<SaidView> texts) {

    /**
     * Something said.
     *
     * @param kind what it is; customers see replies, actions and their own reasons
     * @param at when
     * @param actor who said it, as subject of their account; not shown to customers
     * @param text the words
     */
    record SaidView(CaseTextKind kind, Instant at, @Nullable String actor, String text) {}
}
