package io.kehu.customer.bulk;

import io.kehu.customer.customer.CustomerNumber;
import java.util.List;

/** What jobs of some kinds do, kept by the module that knows how. */
public interface BulkWork {

    boolean does(BulkKind kind);

    /**
     * In the transaction that says how far the job has come.
     *
     * @param page in the order of numbers, each within the reach of who asked
     * @throws io.kehu.starter.web.problem.ProblemException when the job cannot go on; its name becomes the failure
     */
    Done settle(BulkJob job, List<CustomerNumber> page);

    /**
     * What became of a page; who is in neither count was left alone.
     *
     * @param unchanged who were as wanted already
     */
    record Done(int changed, int unchanged) {}
}
