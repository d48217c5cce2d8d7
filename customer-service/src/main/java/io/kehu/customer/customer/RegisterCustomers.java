package io.kehu.customer.customer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Writes new records, together with what makes them unique, in the caller's transaction. */
@Component
public class RegisterCustomers {

    private final CustomerWriter writer;
    private final CustomerKeys keys;
    private final CustomerTokens tokens;
    private final ApplicationEventPublisher events;

    RegisterCustomers(
            CustomerWriter writer, CustomerKeys keys, CustomerTokens tokens, ApplicationEventPublisher events) {
        this.writer = writer;
        this.keys = keys;
        this.tokens = tokens;
        this.events = events;
    }

    /**
     * Registers and tells others.
     *
     * @param distinct whether the caller knows that this is another person than the one with the same phone and name; an official number
     *     is nobody else's all the same
     * @throws CustomerExistsException when one of them, or somebody under one of their numbers, is registered already; the caller's
     *     transaction must roll back
     */
    public void register(List<NewCustomer> customers, boolean distinct) {
        write(customers, distinct);
        events.publishEvent(new CustomersRegistered(customers));
    }

    /** As {@link #register}, for callers that tell others themselves. */
    public void write(List<NewCustomer> customers, boolean distinct) {
        Set<String> written = writer.insert(customers);
        Map<String, List<CustomerTokens.Key>> wanted = new HashMap<>();
        for (NewCustomer customer : customers) {
            if (!written.contains(customer.number().value())) {
                throw new CustomerExistsException(customer.number());
            }
            CustomerDraft draft = customer.draft();
            wanted.put(customer.number().value(), distinct ? tokens.identifierKeys(draft) : tokens.keys(draft));
        }
        Map<CustomerTokens.Key, String> foreign = keys.take(wanted);
        if (!foreign.isEmpty()) {
            throw new CustomerExistsException(
                    new CustomerNumber(foreign.values().iterator().next()));
        }
    }
}
