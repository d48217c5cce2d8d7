package io.kehu.customer.matching;

import io.kehu.customer.customer.Customer;
import io.kehu.customer.customer.CustomerDraft;
import io.kehu.customer.customer.CustomerList;
import io.kehu.customer.customer.CustomerNumber;
import io.kehu.customer.customer.Customers;
import io.kehu.customer.customer.Restriction;
import io.kehu.customer.customer.Scope;
import io.kehu.customer.matching.model.RecordStore;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads the stock into memory, folded, page by page; persons and organisations apart, because they are never one. */
@Component
class StockReader {

    private static final int PAGE = 1_000;

    private final Customers customers;
    private final CustomerList list;
    private final CustomerFields fields;

    StockReader(Customers customers, CustomerList list, CustomerFields fields) {
        this.customers = customers;
        this.list = list;
        this.fields = fields;
    }

    /**
     * Customers of a kind.
     *
     * @param numbers by place in the store
     */
    record Stock(RecordStore records, List<String> numbers) {}

    private static final class Collected {

        private final RecordStore.Builder records;
        private final List<String> numbers = new ArrayList<>();

        Collected(RecordStore.Builder records) {
            this.records = records;
        }
    }

    /** Active customers only: merged, restricted and erased ones are not touched. */
    Map<CustomerDraft.Kind, Stock> read(CustomerDraft.@Nullable Stage stage, RunWatch watch) {
        Map<CustomerDraft.Kind, Collected> byKind = new EnumMap<>(CustomerDraft.Kind.class);
        CustomerList.Filter filter = new CustomerList.Filter(stage, null, null, null, null);
        String after = null;
        while (true) {
            List<CustomerNumber> page = list.page(filter, Restriction.NONE, Scope.ofEverything(), after, PAGE);
            int read = 0;
            for (Customer customer : customers.find(page).values()) {
                if (customer.status() == Customer.Status.ACTIVE) {
                    Collected kind = byKind.computeIfAbsent(
                            customer.draft().kind(), key -> new Collected(RecordStore.of(fields.models())));
                    kind.records.add(fields.values(customer.draft()));
                    kind.numbers.add(customer.number().value());
                    read++;
                }
            }
            watch.read(read);
            if (page.size() < PAGE) {
                break;
            }
            after = page.getLast().value();
        }
        Map<CustomerDraft.Kind, Stock> stock = new EnumMap<>(CustomerDraft.Kind.class);
        byKind.forEach((kind, collected) ->
                stock.put(kind, new Stock(collected.records.build(), List.copyOf(collected.numbers))));
        return stock;
    }
}
