package io.kehu.customer.merge;

import io.kehu.customer.CustomerProblem;
import io.kehu.customer.customer.Customer;
import io.kehu.customer.customer.CustomerNumber;
import io.kehu.customer.customer.Customers;
import io.kehu.customer.customer.MergePlan;
import io.kehu.customer.customer.PlanMerge;
import io.kehu.customer.matching.MergedPairs;
import io.kehu.starter.merging.MergedNumbers;
import io.kehu.starter.web.problem.ProblemException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Looks whether customers can become one, and what they would become. */
@Component
class MergeOrders {

    private final Customers customers;
    private final PlanMerge planMerge;
    private final MergedPairs pairs;
    private final MergedNumbers numbers;

    MergeOrders(Customers customers, PlanMerge planMerge, MergedPairs pairs, MergedNumbers numbers) {
        this.customers = customers;
        this.planMerge = planMerge;
        this.pairs = pairs;
        this.numbers = numbers;
    }

    /**
     * What somebody asks for.
     *
     * @param choices by field, the record whose value stays
     * @param versions of records as they were seen; those not named may have changed
     */
    record Wish(
            CustomerNumber survivor,
            List<CustomerNumber> losers,
            Map<String, CustomerNumber> choices,
            Map<CustomerNumber, Long> versions) {

        /** The survivor first. */
        List<CustomerNumber> all() {
            List<CustomerNumber> all = new ArrayList<>(losers);
            all.addFirst(survivor);
            return all;
        }
    }

    /**
     * A merge that can be done.
     *
     * @param families all numbers that stand for any of them
     */
    record Possible(Customer survivor, List<Customer> losers, MergePlan plan, Set<CustomerNumber> families) {}

    /** @throws ProblemException which says why not */
    Possible examine(Wish wish) {
        Map<CustomerNumber, Customer> found = customers.find(wish.all());
        for (CustomerNumber number : wish.all()) {
            Customer customer = found.get(number);
            if (customer == null) {
                throw new ProblemException(CustomerProblem.CUSTOMER_NOT_FOUND).with("number", number.value());
            }
            if (customer.status() != Customer.Status.ACTIVE) {
                throw new ProblemException(CustomerProblem.MERGE_NOT_ACTIVE).with("number", number.value());
            }
            Long seen = wish.versions().get(number);
            if (seen != null && seen != customer.version()) {
                throw new ProblemException(CustomerProblem.MERGE_STALE).with("number", number.value());
            }
        }
        Set<CustomerNumber> families = families(wish.all());
        if (pairs.areDifferent(families)) {
            throw new ProblemException(CustomerProblem.MERGE_NEVER);
        }
        List<Customer> records = List.copyOf(found.values());
        return new Possible(
                records.getFirst(), records.subList(1, records.size()), plan(records, wish.choices()), families);
    }

    private MergePlan plan(List<Customer> records, Map<String, CustomerNumber> choices) {
        try {
            return planMerge.plan(records, choices);
        } catch (PlanMerge.ImpossibleException e) {
            throw switch (e.reason()) {
                case UNKNOWN_FIELD ->
                    ProblemException.field("/choices/" + e.fields().getFirst(), "unknown");
                case NOTHING_TO_CHOOSE ->
                    ProblemException.field("/choices/" + e.fields().getFirst(), "nothing-there");
                case NEEDS_CHOICE ->
                    new ProblemException(CustomerProblem.MERGE_NEEDS_CHOICE).with("fields", e.fields());
                case KINDS_DIFFER, TOO_MANY ->
                    new ProblemException(CustomerProblem.MERGE_IMPOSSIBLE).with("fields", e.fields());
            };
        }
    }

    private Set<CustomerNumber> families(List<CustomerNumber> members) {
        Set<CustomerNumber> families = new LinkedHashSet<>();
        numbers.branches(members.stream().map(CustomerNumber::value).toList())
                .forEach(number -> families.add(new CustomerNumber(number)));
        return families;
    }
}
