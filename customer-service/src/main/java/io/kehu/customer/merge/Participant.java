package io.kehu.customer.merge;

import java.util.List;

/** A service that has something of customers, as a merge sees it. Every call can be repeated, and may come late. */
interface Participant {

    MergeStep step();

    /** What would move, and what stands in the way; nothing is changed. */
    Findings preview(CustomerMerge merge);

    /** @throws RefusedException when the service will never do it */
    List<TakenStep.Item> merge(CustomerMerge merge);

    /** Also for a merge that never got there: then it is refused from now on. */
    Undone undo(CustomerMerge merge);

    /** @param refusals codes */
    record Findings(List<TakenStep.Item> items, List<String> refusals) {}

    /** What an undo did. */
    record Undone(List<TakenStep.Item> items, List<TakenStep.Kept> kept) {}

    /** The service has said no, for good. */
    final class RefusedException extends RuntimeException {

        private static final long serialVersionUID = 1;

        private final String code;

        RefusedException(String code) {
            super(code);
            this.code = code;
        }

        String code() {
            return code;
        }
    }
}
