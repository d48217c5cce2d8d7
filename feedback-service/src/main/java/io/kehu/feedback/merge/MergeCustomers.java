package io.kehu.feedback.merge;

import io.kehu.starter.merging.MergeFindings;
import io.kehu.starter.merging.MergeItem;
import io.kehu.starter.merging.MergeOrder;
import io.kehu.starter.merging.MergeParticipant;
import io.kehu.starter.merging.MergedNumbers;
import io.kehu.starter.merging.UndoneMerge;
import java.util.List;
import org.springframework.stereotype.Component;

/** Counts what goes over to another customer and back. Every row stays filed as it is, so there is nothing to do and nothing to refuse. */
@Component
class MergeCustomers implements MergeParticipant {

    private final List<FiledByNumber> parts;
    private final MergedNumbers numbers;

    MergeCustomers(List<FiledByNumber> parts, MergedNumbers numbers) {
        this.parts = parts;
        this.numbers = numbers;
    }

    @Override
    public MergeFindings preview(MergeOrder order) {
        return new MergeFindings(count(order), List.of());
    }

    @Override
    public List<MergeItem> merge(MergeOrder order) {
        return count(order);
    }

    @Override
    public UndoneMerge undo(MergeOrder order) {
        return new UndoneMerge(count(order), List.of());
    }

    private List<MergeItem> count(MergeOrder order) {
        List<String> losers = numbers.branches(order.losers());
        return parts.stream().flatMap(part -> part.count(losers).stream()).toList();
    }
}
