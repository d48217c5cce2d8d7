package io.kehu.customer.customer;

import java.util.List;
import java.util.Map;

/**
 * What a customer becomes when other records turn out to be theirs.
 *
 * @param draft all that is known of them together
 * @param provenance where each value comes from, as it was known of the record it is taken from
 * @param from the record each known field is taken from
 * @param contested fields of which the records know different values, and which records know one
 */
public record MergePlan(
        CustomerDraft draft,
        Provenance provenance,
        Map<String, CustomerNumber> from,
        Map<String, List<CustomerNumber>> contested) {}
