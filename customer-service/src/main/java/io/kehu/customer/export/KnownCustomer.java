package io.kehu.customer.export;

import io.kehu.customer.customer.Consent;
import io.kehu.customer.customer.Customer;
import java.util.List;
import java.util.Map;

/**
 * A customer with what stands beside the record.
 *
 * @param tags codes
 * @param custom values of custom fields as texts, masked where they are to be
 */
record KnownCustomer(Customer customer, List<Consent> consents, List<String> tags, Map<String, String> custom) {}
