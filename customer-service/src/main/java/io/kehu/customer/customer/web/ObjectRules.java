package io.kehu.customer.customer.web;

import io.kehu.customer.CustomerProblem;
import io.kehu.customer.customer.Customer;
import io.kehu.customer.customer.CustomerList;
import io.kehu.customer.customer.CustomerNumber;
import io.kehu.customer.customer.Ownership;
import io.kehu.customer.customer.Scope;
import io.kehu.customer.staff.Pools;
import io.kehu.customer.staff.Reach;
import io.kehu.customer.staff.ReachProperties;
import io.kehu.customer.staff.Staff;
import io.kehu.customer.staff.StaffMember;
import io.kehu.starter.merging.MergedNumbers;
import io.kehu.starter.security.Role;
import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.problem.CommonProblem;
import io.kehu.starter.web.problem.ProblemException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Which customers a caller may touch, in one place for every operation: customers themselves, staff as far as they reach, and those whose
 * work is with all. A foreign customer answers like one that does not exist.
 */
@Component
public class ObjectRules {

    private static final Set<Role> ALL_CUSTOMERS =
            Set.of(Role.MARKETER, Role.PRIVACY_OFFICER, Role.AUDITOR, Role.ADMIN, Role.INTEGRATOR, Role.SERVICE);

    private final Staff staff;
    private final Pools pools;
    private final CustomerList customers;
    private final MergedNumbers numbers;
    private final ReachProperties defaults;

    ObjectRules(Staff staff, Pools pools, CustomerList customers, MergedNumbers numbers, ReachProperties defaults) {
        this.staff = staff;
        this.pools = pools;
        this.customers = customers;
        this.numbers = numbers;
        this.defaults = defaults;
    }

    /** For queries. */
    public Scope scope() {
        return scope(Caller.required());
    }

    /** For work that goes on when its request has ended: how far somebody reaches now. */
    public Scope scope(Caller caller) {
        if (caller.hasAny(ALL_CUSTOMERS)) {
            return Scope.ofEverything();
        }
        if (caller.has(Role.MANAGER) || caller.has(Role.AGENT)) {
            return staffScope(caller);
        }
        String own = caller.customerNumber();
        return own == null ? Scope.ofNothing() : Scope.ofSelf(new CustomerNumber(numbers.living(own)));
    }

    /**
     * The customer a number stands for, which after a merge is another one than it was given to.
     *
     * @throws ProblemException 404 for what is no number, or is not the caller's to read
     */
    public CustomerNumber readable(String number) {
        CustomerNumber wanted = parse(number);
        if (!admits(wanted)) {
            throw new ProblemException(CustomerProblem.CUSTOMER_NOT_FOUND);
        }
        return wanted;
    }

    /** @throws ProblemException 404 for what is no number, or is not the caller's to change; 409 for a record that is closed */
    public CustomerNumber writable(String number) {
        CustomerNumber wanted = readable(number);
        Customer.Status status =
                customers.status(wanted).orElseThrow(() -> new ProblemException(CustomerProblem.CUSTOMER_NOT_FOUND));
        mustBeActive(status);
        return wanted;
    }

    /** Also for who has waited for a record, which somebody may have closed meanwhile. @throws ProblemException 409 for a closed one */
    public static void mustBeActive(Customer.Status status) {
        if (status != Customer.Status.ACTIVE) {
            throw new ProblemException(CustomerProblem.CUSTOMER_NOT_ACTIVE).with("status", status.name());
        }
    }

    /** @throws ProblemException 403 for those who may not see every customer */
    public void mustReachEverything() {
        if (!scope().everything()) {
            throw new ProblemException(CommonProblem.FORBIDDEN);
        }
    }

    /** Whether the caller may know of this customer. One that does not exist may be known of by those who may know of all. */
    public boolean admits(CustomerNumber number) {
        Scope scope = scope();
        return scope.everything()
                || number.equals(scope.self())
                || !customers.admitted(scope, List.of(number)).isEmpty();
    }

    /** Those of these customers that the caller may know of. */
    public List<CustomerNumber> admitted(Collection<CustomerNumber> numbers) {
        return customers.admitted(scope(), numbers);
    }

    /** Whose the customers are that the caller registers: theirs, or nobody's where a machine does it. */
    public Ownership ofNewCustomers() {
        Caller caller = Caller.required();
        if (caller.has(Role.INTEGRATOR) || !(caller.has(Role.AGENT) || caller.has(Role.MANAGER))) {
            return Ownership.ofNobody();
        }
        String subject = caller.originatingSubject();
        return new Ownership(subject, staff.member(subject).homeTeam(), Pools.PUBLIC);
    }

    private Scope staffScope(Caller caller) {
        StaffMember member = staff.member(caller.originatingSubject());
        Reach reach = reach(caller, member.reach());
        if (reach == Reach.ALL) {
            return Scope.ofEverything();
        }
        return Scope.ofStaff(
                member.subject(), reach == Reach.TEAM ? member.teams() : List.of(), pools.visibleTo(member.teams()));
    }

    private Reach reach(Caller caller, @Nullable Reach personal) {
        if (personal != null) {
            return personal;
        }
        return caller.has(Role.MANAGER) ? defaults.manager() : defaults.agent();
    }

    /** The number that stands for the customer now. */
    private CustomerNumber parse(String number) {
        String canonical = number.strip().replaceAll("[-. ]", "").toUpperCase(Locale.ROOT);
        if (!canonical.matches(CustomerNumber.PATTERN)) {
            throw new ProblemException(CustomerProblem.CUSTOMER_NOT_FOUND);
        }
        return new CustomerNumber(numbers.living(canonical));
    }
}
