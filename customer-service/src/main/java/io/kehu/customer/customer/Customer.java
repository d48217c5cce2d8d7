package io.kehu.customer.customer;

import java.time.Instant;

/**
 * A record as it is stored, opened.
 *
 * @param draft what is known
 * @param ownership whose it is
 * @param provenance where the values come from
 * @param version grows with every change
 */
public record Customer(
        CustomerNumber number,
        CustomerDraft draft,
        Status status,
        Source source,
        Ownership ownership,
        Provenance provenance,
        long version,
        Instant createdAt,
        Instant updatedAt) {

    /** As it would be after a merge. */
    public Customer becoming(MergePlan plan) {
        return new Customer(
                number, plan.draft(), status, source, ownership, plan.provenance(), version, createdAt, updatedAt);
    }

    /** Whether the record may be used. */
    public enum Status {
        ACTIVE,
        MERGED,
        RESTRICTED,
        ERASED
    }
}
