package io.kehu.customer.export;

import io.kehu.customer.catalogue.KeptFilters;
import io.kehu.customer.customer.CustomerList;
import io.kehu.customer.customer.CustomerNumber;
import io.kehu.customer.customer.Restriction;
import io.kehu.customer.customer.Scope;
import io.kehu.customer.transfer.ImportedCustomers;
import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.problem.ProblemException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Customers an export is of: active, there when it was asked for, within the reach of who asked, and as its filters say. */
@Component
class SelectedCustomers {

    private final CustomerList customers;
    private final KeptFilters filters;
    private final ImportedCustomers imported;

    SelectedCustomers(CustomerList customers, KeptFilters filters, ImportedCustomers imported) {
        this.customers = customers;
        this.filters = filters;
        this.imported = imported;
    }

    /**
     * @param most where counting ends
     * @throws ProblemException when a filter does not work
     */
    int count(ExportSelection selection, Caller caller, Scope scope, Instant asOf, int most) {
        return customers.count(filter(selection), restriction(selection, caller, asOf), scope, most);
    }

    /** In the order of their numbers. */
    List<CustomerNumber> page(
            ExportSelection selection, Caller caller, Scope scope, Instant asOf, @Nullable String after, int limit) {
        return customers.page(filter(selection), restriction(selection, caller, asOf), scope, after, limit);
    }

    private static CustomerList.Filter filter(ExportSelection selection) {
        return new CustomerList.Filter(
                selection.stage(), selection.owner(), selection.team(), selection.pool(), selection.tag());
    }

    private Restriction restriction(ExportSelection selection, Caller caller, Instant asOf) {
        Restriction custom = filters.restriction(selection.custom(), "/filters/custom/", caller);
        List<String> conditions = new ArrayList<>(custom.conditions());
        Map<String, Object> parameters = new HashMap<>(custom.parameters());
        conditions.add("c.created_at <= :exportAsOf");
        parameters.put("exportAsOf", Timestamp.from(asOf));
        if (selection.importId() != null) {
            Restriction touched = imported.touchedBy(selection.importId());
            conditions.addAll(touched.conditions());
            parameters.putAll(touched.parameters());
        }
        return new Restriction(conditions, parameters);
    }
}
