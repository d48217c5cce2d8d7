package io.kehu.feedback.complaint;

import io.kehu.feedback.merge.FiledByNumber;
import io.kehu.starter.merging.MergeItem;
import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** How many cases customers have. */
@Component
@Order(1)
class ComplaintsByNumber implements FiledByNumber {

    private final Complaints complaints;

    ComplaintsByNumber(Complaints complaints) {
        this.complaints = complaints;
    }

    @Override
    public List<MergeItem> count(List<String> numbers) {
        return List.of(new MergeItem("COMPLAINTS", complaints.countOf(numbers)));
    }
}
