package io.kehu.starter.erasing;

import java.util.List;

/**
 * A part of a service that keeps something of customers; one bean each, in the order in which the answer names them. The customers' keys are
 * destroyed when it is called, in the same transaction, so what was sealed with them needs no deletion to be gone; tokens do.
 */
public interface ErasurePart {

    /** What it has under these numbers, and what {@link #erase} would make of it. Changes nothing. */
    List<ErasureItem> find(List<String> numbers);

    /** In the caller's transaction. Leaves nothing personal, and nothing that finds the customers. */
    void erase(List<String> numbers);
}
