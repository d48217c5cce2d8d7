package io.kehu.customer.transfer;

import io.kehu.customer.customer.Consent;
import io.kehu.customer.customer.CustomerDraft;
import io.kehu.customer.customer.CustomerTokens;
import io.kehu.customer.identity.Numbers;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row as we understand it.
 *
 * @param kindSaid whether the row itself says that it is about a person, or an organisation
 * @param number customer number in the row, if the file has such a column
 * @param custom values of custom fields by code
 * @param keys whose certain customer the row is about
 * @param belonging whose the customer is, and tags
 * @param reasons codes of what is wrong, as {@code column-target:code}; empty when all is well
 */
record ImportedRow(
        int rowNo,
        CustomerDraft draft,
        boolean kindSaid,
        @Nullable String number,
        List<Numbers.ExternalId> references,
        List<Consent> consents,
        Map<String, Object> custom,
        List<CustomerTokens.Key> keys,
        Belonging belonging,
        List<String> reasons) {

    ImportedRow {
        keys = List.copyOf(keys);
        references = List.copyOf(references);
        consents = List.copyOf(consents);
        custom = Map.copyOf(custom);
        reasons = List.copyOf(reasons);
    }
}
