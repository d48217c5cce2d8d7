package io.kehu.starter.web.gather;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of requests that share a commit.
 *
 * @param <Q> request
 * @param <A> answer
 */
public interface Serving<Q, A> {

    /** Requests with equal values may share a commit. */
    Object commitOf(Q request);

    /** Two requests with equal values must not share a commit; null for one that goes with any. */
    @Nullable
    Object onceOf(Q request);

    /**
     * Does what all of them want in one transaction, in the order given.
     *
     * @return an answer for each, durable
     */
    List<A> serve(List<Q> requests);
}
