package io.kehu.customer.customer.web;

import io.kehu.customer.CustomerProblem;
import io.kehu.customer.customer.CustomerNumber;
import io.kehu.starter.security.Role;
import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.problem.ProblemException;
import java.util.Locale;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Which customers a caller may touch, in one place for every operation. A foreign customer answers like one that does not exist. */
@Component
public class ObjectRules {

    private static final Set<Role> ALL_CUSTOMERS = Set.of(
            Role.AGENT,
            Role.MANAGER,
            Role.MARKETER,
            Role.PRIVACY_OFFICER,
            Role.AUDITOR,
            Role.ADMIN,
            Role.INTEGRATOR,
            Role.SERVICE);

    /** @throws ProblemException 404 for what is no number, or is not the caller's to read */
    public CustomerNumber readable(String number) {
        CustomerNumber wanted = parse(number);
        Caller caller = Caller.required();
        boolean allowed = caller.hasAny(ALL_CUSTOMERS) || wanted.value().equals(caller.customerNumber());
        if (!allowed) {
            throw new ProblemException(CustomerProblem.CUSTOMER_NOT_FOUND);
        }
        return wanted;
    }

    /** @throws ProblemException 404 for what is no number, or is not the caller's to change */
    public CustomerNumber writable(String number) {
        return readable(number);
    }

    private static CustomerNumber parse(String number) {
        String canonical = number.strip().replaceAll("[-. ]", "").toUpperCase(Locale.ROOT);
        if (!canonical.matches(CustomerNumber.PATTERN)) {
            throw new ProblemException(CustomerProblem.CUSTOMER_NOT_FOUND);
        }
        return new CustomerNumber(canonical);
    }
}
