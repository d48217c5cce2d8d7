package io.kehu.starter.merging;

import java.util.List;

/** What came of the wish to merge or to undo. */
public sealed interface MergeOutcome {

    /** It is done, now or before. */
    record Done(Merge merge) implements MergeOutcome {}

    /**
     * Nothing was done.
     *
     * @param numbers those in the way
     */
    record Refused(MergeProblem problem, List<String> numbers) implements MergeOutcome {

        public Refused {
            numbers = List.copyOf(numbers);
        }
    }
}
