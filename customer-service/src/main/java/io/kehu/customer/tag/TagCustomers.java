package io.kehu.customer.tag;

import io.kehu.customer.CustomerProblem;
import io.kehu.customer.customer.CustomerNumber;
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
    List<CustomerNumber> add(String code, List<CustomerNumber> numbers, String actor) {
        mustBeGivable(code);
        List<CustomerNumber> changed = customerTags.add(code, numbers, actor);
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

    /** @throws ProblemException for a tag that does not exist, or is retired */
    void mustBeGivable(String code) {
        if (required(code).retired()) {
            throw ProblemException.field("/code", "retired");
        }
    }

    Tags.Label required(String code) {
        return tags.hold(code).orElseThrow(() -> new ProblemException(CustomerProblem.TAG_NOT_FOUND));
    }
}
