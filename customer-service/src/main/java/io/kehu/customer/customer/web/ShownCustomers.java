package io.kehu.customer.customer.web;

import io.kehu.customer.customer.CustomFields;
import io.kehu.customer.customer.Customer;
import io.kehu.customer.customer.CustomerNumber;
import io.kehu.customer.customer.Customers;
import io.kehu.starter.web.problem.ProblemException;
import io.kehu.starter.web.version.EntityVersion;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Customers as the caller may see them, whole. */
@Component
public class ShownCustomers {

    private final Customers customers;
    private final CustomFields customFields;
    private final ChangedFields changedFields;

    ShownCustomers(Customers customers, CustomFields customFields, ChangedFields changedFields) {
        this.customers = customers;
        this.customFields = customFields;
        this.changedFields = changedFields;
    }

    CustomerView of(Customer customer) {
        CustomerNumber number = customer.number();
        return CustomerView.complete(
                customer, customFields.shown(List.of(number)).getOrDefault(number, Map.of()));
    }

    /** @throws ProblemException 412 with the record as it is now, and the fields that changed since */
    public void mustBe(EntityVersion expected, Customer current) {
        expected.mustBe(
                current.version(),
                () -> of(current),
                () -> changedFields.told(customers.changedSince(current.number(), expected.value())));
    }
}
