package io.kehu.feedback.feedback;

import io.kehu.feedback.merge.FiledByNumber;
import io.kehu.starter.merging.MergeItem;
import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** How much feedback customers have given. */
@Component
@Order(2)
class FeedbackByNumber implements FiledByNumber {

    private final Feedbacks feedback;

    FeedbackByNumber(Feedbacks feedback) {
        this.feedback = feedback;
    }

    @Override
    public List<MergeItem> count(List<String> numbers) {
        return List.of(new MergeItem("FEEDBACK", feedback.countOf(numbers)));
    }
}
