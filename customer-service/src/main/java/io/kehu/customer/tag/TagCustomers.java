package io.kehu.customer.tag;

import io.kehu.customer.CustomerProblem;
import io.kehu.customer.customer.CustomerNumber;
import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.problem.ProblemException;
import java.util.List;
import org.springframework.stereotype.Component;

/** Gives and takes tags, in the caller's transaction, and tells of those that changed something. */
@Component
class TagCustomers {

    private final Tags tags;
    private final CustomerTags customerTags;
    private final TagEvents events;

    TagCustomers(Tags tags, CustomerTags customerTags, TagEvents events) {
        this.tags = tags;
        this.customerTags = customerTags;
        this.events = events;
    }

    /** @return customers that did not carry it yet */
    List<CustomerNumber> add(String code, List<CustomerNumber> numbers) {
        Tags.Label label = required(code);
        if (label.retired()) {
            throw ProblemException.field("/code", "retired");
        }
        List<CustomerNumber> changed =
                customerTags.add(code, numbers, Caller.required().originatingSubject());
        events.changed(code, changed, true);
        return changed;
    }

    /** @return customers that carried it */
    List<CustomerNumber> remove(String code, List<CustomerNumber> numbers) {
        required(code);
        List<CustomerNumber> changed = customerTags.remove(code, numbers);
        events.changed(code, changed, false);
        return changed;
    }

    private Tags.Label required(String code) {
        return tags.hold(code).orElseThrow(() -> new ProblemException(CustomerProblem.TAG_NOT_FOUND));
    }
}
