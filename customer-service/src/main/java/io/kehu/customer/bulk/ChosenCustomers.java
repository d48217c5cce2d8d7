package io.kehu.customer.bulk;

import io.kehu.customer.catalogue.KeptFilters;
import io.kehu.customer.customer.CustomerList;
import io.kehu.customer.customer.CustomerNumber;
import io.kehu.customer.customer.Restriction;
import io.kehu.customer.customer.Scope;
import io.kehu.starter.security.token.Caller;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Customers a job is about: active, there (or, of a handover, their owner's) when it was asked for, within the reach of that time, and as its filters say. */
@Component
class ChosenCustomers {

    /** Where counting ends. */
    private static final int MOST = 10_000_000;

    private final CustomerList customers;
    private final KeptFilters filters;

    ChosenCustomers(CustomerList customers, KeptFilters filters) {
        this.customers = customers;
        this.filters = filters;
    }

    /** @throws io.kehu.starter.web.problem.ProblemException when a filter does not work */
    int count(BulkOrder order, Caller caller, Scope reach, Instant asOf) {
        return customers.count(order.selection().filter(), restriction(order, caller, asOf), reach, MOST);
    }

    /** The next ones, in the order of their numbers. */
    List<CustomerNumber> page(BulkJob job, int limit) {
        return customers.page(
                job.order().selection().filter(),
                restriction(job.order(), job.askedBy(), job.createdAt()),
                job.reach(),
                job.lastNumber(),
                limit);
    }

    private Restriction restriction(BulkOrder order, Caller caller, Instant asOf) {
        Restriction custom = filters.restriction(order.selection().custom(), "/filters/custom/", caller);
        List<String> conditions = new ArrayList<>(custom.conditions());
        Map<String, Object> parameters = new HashMap<>(custom.parameters());
        conditions.add(order.kind() == BulkKind.HANDOVER ? "c.owned_since <= :bulkAsOf" : "c.created_at <= :bulkAsOf");
        parameters.put("bulkAsOf", Timestamp.from(asOf));
        return new Restriction(conditions, parameters);
    }
}
