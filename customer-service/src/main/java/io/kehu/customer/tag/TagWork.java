package io.kehu.customer.tag;

import io.kehu.customer.CustomerProblem;
import io.kehu.customer.bulk.BulkJob;
import io.kehu.customer.bulk.BulkKind;
import io.kehu.customer.bulk.BulkWork;
import io.kehu.customer.customer.CustomerNumber;
import io.kehu.starter.protection.audit.AuditEntry;
import io.kehu.starter.protection.audit.AuditTrail;
import io.kehu.starter.web.problem.ProblemException;
import java.util.List;
import org.springframework.stereotype.Component;

/** Gives and takes tags page by page. */
@Component
class TagWork implements BulkWork {

    private final TagCustomers tagCustomers;
    private final AuditTrail audit;

    TagWork(TagCustomers tagCustomers, AuditTrail audit) {
        this.tagCustomers = tagCustomers;
        this.audit = audit;
    }

    @Override
    public boolean does(BulkKind kind) {
        return kind == BulkKind.APPLY_TAG || kind == BulkKind.REMOVE_TAG;
    }

    @Override
    public Done settle(BulkJob job, List<CustomerNumber> page) {
        String code = job.order().tagCode();
        boolean given = job.order().kind() == BulkKind.APPLY_TAG;
        if (given && tagCustomers.required(code).retired()) {
            throw new ProblemException(CustomerProblem.TAG_RETIRED);
        }
        List<CustomerNumber> changed = given
                ? tagCustomers.add(code, page, job.askedBy().originatingSubject())
                : tagCustomers.remove(code, page);
        audit.recordAll(changed.stream()
                .map(number -> AuditEntry.of(given ? "customer.tag" : "customer.untag", number.value(), code)
                        .because("bulk job " + job.id()))
                .toList());
        return new Done(changed.size(), page.size() - changed.size());
    }
}
