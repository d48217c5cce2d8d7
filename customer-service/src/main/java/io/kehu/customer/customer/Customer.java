package io.kehu.customer.customer;

import java.time.Instant;

/**
 * A record as it is stored, opened.
 *
 * @param draft what is known
 * @param ownership whose it is
 * @param version grows with every change
 */
public record Customer(
        CustomerNumber number,
        CustomerDraft draft,
        Status status,
        Source source,
        Ownership ownership,
        long version,
        Instant createdAt,
        Instant updatedAt) {

    /** Whether the record may be used. */
    public enum Status {
        ACTIVE,
        MERGED,
        RESTRICTED,
        ERASED
    }
}
