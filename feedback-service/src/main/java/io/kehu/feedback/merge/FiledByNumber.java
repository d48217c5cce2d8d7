package io.kehu.feedback.merge;

import io.kehu.starter.merging.MergeItem;
import java.util.List;

/** A part of the service that keeps rows by customer number; what a customer brings into a merge is counted part by part. */
@FunctionalInterface
public interface FiledByNumber {

    /** @param numbers all numbers under which something of the customers may be filed */
    List<MergeItem> count(List<String> numbers);
}
