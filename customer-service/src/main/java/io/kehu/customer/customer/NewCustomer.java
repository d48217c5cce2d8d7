package io.kehu.customer.customer;

import java.util.List;

/** A customer about to be registered under a number that is theirs already. */
public record NewCustomer(CustomerNumber number, CustomerDraft draft, Origin origin, List<Consent> consents) {

    public NewCustomer {
        consents = List.copyOf(consents);
    }

    public Source source() {
        return origin.source();
    }
}
