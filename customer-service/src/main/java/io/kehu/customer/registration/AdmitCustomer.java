package io.kehu.customer.registration;

import io.kehu.customer.CustomerProblem;
import io.kehu.customer.customer.CustomerDraft;
import io.kehu.customer.customer.CustomerExistsException;
import io.kehu.customer.customer.CustomerKeys;
import io.kehu.customer.customer.CustomerNumber;
import io.kehu.customer.customer.CustomerTokens;
import io.kehu.customer.customer.Customers;
import io.kehu.customer.customer.NewCustomer;
import io.kehu.customer.customer.Origin;
import io.kehu.customer.customer.RecordConsents;
import io.kehu.customer.customer.RegisterCustomers;
import io.kehu.customer.customer.web.ObjectRules;
import io.kehu.customer.identity.Numbers;
import io.kehu.customer.ownership.AssignCustomers;
import io.kehu.starter.protection.audit.AuditEntry;
import io.kehu.starter.protection.audit.AuditTrail;
import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.problem.ProblemException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Registers one customer. Calls to identity-service come first, outside of any transaction; each can be repeated. A number that an
 * interrupted registration tied to an external id is used again, so nothing is stuck half way.
 */
@Component
class AdmitCustomer {

    private final Numbers numbers;
    private final Customers customers;
    private final CustomerKeys keys;
    private final CustomerTokens tokens;
    private final RegisterCustomers register;
    private final RecordConsents recordConsents;
    private final AssignCustomers assign;
    private final ObjectRules objectRules;
    private final AuditTrail audit;

    AdmitCustomer(
            Numbers numbers,
            Customers customers,
            CustomerKeys keys,
            CustomerTokens tokens,
            RegisterCustomers register,
            RecordConsents recordConsents,
            AssignCustomers assign,
            ObjectRules objectRules,
            AuditTrail audit) {
        this.numbers = numbers;
        this.customers = customers;
        this.keys = keys;
        this.tokens = tokens;
        this.register = register;
        this.recordConsents = recordConsents;
        this.assign = assign;
        this.objectRules = objectRules;
        this.audit = audit;
    }

    /**
     * Who is to be registered.
     *
     * @param distinct whether the caller knows that this is another person than the one with the same phone and name
     */
    record Admission(
            CustomerDraft draft,
            List<RecordConsents.Word> consents,
            List<Numbers.ExternalId> references,
            Origin origin,
            boolean distinct) {}

    /**
     * A number that will be this customer's.
     *
     * @param key repeats with the same key get the same number
     */
    CustomerNumber prepare(Admission admission, String key) {
        List<CustomerTokens.Key> wantedKeys =
                admission.distinct() ? tokens.identifierKeys(admission.draft()) : tokens.keys(admission.draft());
        keys.holders(wantedKeys).values().stream()
                .findFirst()
                .ifPresent(existing -> refuse(new CustomerNumber(existing)));
        Optional<CustomerNumber> reserved = reservedBefore(admission.references());
        CustomerNumber number =
                reserved.orElseGet(() -> numbers.allocate(1, key).getFirst());
        if (!admission.references().isEmpty()) {
            Map<Numbers.ExternalId, CustomerNumber> wanted = new LinkedHashMap<>();
            admission.references().forEach(id -> wanted.put(id, number));
            if (!numbers.put(wanted).isEmpty()) {
                throw new ProblemException(CustomerProblem.REFERENCE_TAKEN);
            }
        }
        return number;
    }

    /** In the caller's transaction. */
    void register(Admission admission, CustomerNumber number) {
        try {
            register.register(
                    List.of(new NewCustomer(number, admission.draft(), admission.origin(), List.of())),
                    admission.distinct());
        } catch (CustomerExistsException e) {
            refuse(e.existing());
        }
        if (!admission.consents().isEmpty()) {
            Origin origin = admission.origin();
            recordConsents.record(number, admission.consents(), origin.source(), origin.actor());
        }
        assign.assign(number, objectRules.ofNewCustomers(), Caller.required().originatingSubject());
        audit.record(AuditEntry.of("customer.register", number.value()));
    }

    private Optional<CustomerNumber> reservedBefore(List<Numbers.ExternalId> references) {
        if (references.isEmpty()) {
            return Optional.empty();
        }
        Optional<CustomerNumber> known =
                numbers.resolve(references).values().stream().findFirst();
        known.flatMap(customers::find).ifPresent(existing -> refuse(existing.number()));
        return known;
    }

    /** Whose customer it is stays unknown to those who may not see it: they learn only that there is one. */
    private void refuse(CustomerNumber existing) {
        ProblemException problem = new ProblemException(CustomerProblem.CUSTOMER_EXISTS);
        throw objectRules.admits(existing) ? problem.with("existing", existing.value()) : problem;
    }
}
