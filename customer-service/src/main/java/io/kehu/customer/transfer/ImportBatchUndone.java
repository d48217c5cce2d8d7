package io.kehu.customer.transfer;

import java.util.List;
import java.util.UUID;

/** Customers of an import were withdrawn, or got their values back. */
record ImportBatchUndone(UUID importId, List<Change> changes) {

    /** One customer's. */
    record Change(String number, long version, List<String> fields) {}
}
