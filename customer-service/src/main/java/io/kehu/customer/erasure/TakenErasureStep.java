package io.kehu.customer.erasure;

import io.kehu.starter.erasing.ErasureItem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One step of an erasure.
 *
 * @param items what there was, and what became of it
 * @param failure code of what went wrong last, if it has to be tried again
 * @param attempts how often it was tried in vain
 */
record TakenErasureStep(
        ErasureStep step,
        boolean done,
        List<ErasureItem> items,
        @Nullable String failure,
        int attempts) {}
