package io.kehu.customer.export;

import io.kehu.customer.catalogue.ExportedFields;
import io.kehu.customer.customer.Consent;
import io.kehu.customer.customer.Consents;
import io.kehu.customer.customer.CustomFields;
import io.kehu.customer.customer.Customer;
import io.kehu.customer.customer.CustomerNumber;
import io.kehu.customer.customer.Customers;
import io.kehu.customer.tag.CarriedTags;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Reads what columns need of many customers, by a few queries however many there are, and nothing that no column needs. */
@Component
class ReadKnownCustomers {

    private final Customers customers;
    private final Consents consents;
    private final CarriedTags tags;
    private final ExportedFields customFields;

    ReadKnownCustomers(Customers customers, Consents consents, CarriedTags tags, ExportedFields customFields) {
        this.customers = customers;
        this.consents = consents;
        this.tags = tags;
        this.customFields = customFields;
    }

    /** Those that are active still, in the order asked for. */
    List<KnownCustomer> read(List<CustomerNumber> numbers, List<ExportColumn> columns) {
        Map<CustomerNumber, Customer> found = customers.find(numbers);
        boolean consented = columns.stream().anyMatch(column -> column.name().startsWith("consent:"));
        boolean tagged = columns.stream().anyMatch(column -> column.name().equals(RecordColumn.TAGS.columnName()));
        Map<CustomerNumber, List<Consent>> agreed = consented ? consents.of(numbers) : Map.of();
        Map<CustomerNumber, List<String>> carried = tagged ? tags.codes(numbers) : Map.of();
        Map<CustomerNumber, Map<String, String>> custom =
                customFields.texts(numbers, codes(columns, column -> true), codes(columns, ExportColumn::clear));
        return found.values().stream()
                .filter(customer -> customer.status() == Customer.Status.ACTIVE)
                .map(customer -> new KnownCustomer(
                        customer,
                        agreed.getOrDefault(customer.number(), List.of()),
                        carried.getOrDefault(customer.number(), List.of()),
                        custom.getOrDefault(customer.number(), Map.of())))
                .toList();
    }

    private static Set<String> codes(List<ExportColumn> columns, Predicate<ExportColumn> wanted) {
        return columns.stream()
                .filter(wanted)
                .map(ExportColumn::name)
                .filter(name -> name.startsWith(CustomFields.PREFIX))
                .map(name -> name.substring(CustomFields.PREFIX.length()))
                .collect(Collectors.toSet());
    }
}
