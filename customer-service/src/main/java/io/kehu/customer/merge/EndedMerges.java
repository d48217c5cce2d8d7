package io.kehu.customer.merge;

import io.kehu.customer.customer.CustomerNumber;
import java.util.Collection;
import org.springframework.stereotype.Component;

/** What erasing a customer means for merges: none may be under way, and none is taken back any more. */
@Component
public class EndedMerges {

    private final CustomerMerges merges;

    EndedMerges(CustomerMerges merges) {
        this.merges = merges;
    }

    /** In a transaction that holds the merged numbers. */
    public boolean underWay(Collection<CustomerNumber> members) {
        return merges.underWay(members);
    }

    /** In the caller's transaction: what an undo would need is forgotten. */
    public void end(Collection<CustomerNumber> members) {
        merges.forget(members);
    }
}
