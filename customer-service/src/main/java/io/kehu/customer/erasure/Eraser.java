package io.kehu.customer.erasure;

import io.kehu.starter.erasing.ErasureItem;
import java.util.List;
import java.util.UUID;

/** A service that has something of customers, as an erasure sees it. Every call can be repeated. */
interface Eraser {

    ErasureStep step();

    /** What there is, and what would become of it; changes nothing. */
    List<ErasureItem> preview(List<String> numbers);

    List<ErasureItem> erase(UUID id, List<String> numbers);
}
