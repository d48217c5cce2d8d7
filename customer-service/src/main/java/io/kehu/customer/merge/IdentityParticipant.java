package io.kehu.customer.merge;

import io.kehu.customer.customer.CustomerNumber;
import io.kehu.customer.identity.NumberLives;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** The numbers themselves: a number that is given up resolves to the one that stays, and so do ids of other systems. */
@Component
class IdentityParticipant implements Participant {

    private final NumberLives numbers;

    IdentityParticipant(NumberLives numbers) {
        this.numbers = numbers;
    }

    @Override
    public MergeStep step() {
        return MergeStep.IDENTITY;
    }

    @Override
    public Findings preview(CustomerMerge merge) {
        List<CustomerNumber> all = Stream.concat(Stream.of(merge.survivor()), merge.losers().stream())
                .toList();
        boolean active = all.stream().allMatch(number -> numbers.life(number).isActive());
        return new Findings(moved(merge), active ? List.of() : List.of("number-not-active"));
    }

    @Override
    public List<TakenStep.Item> merge(CustomerMerge merge) {
        for (CustomerNumber loser : merge.losers()) {
            if (!numbers.merge(loser, merge.survivor())) {
                throw new RefusedException("number-not-active");
            }
        }
        return moved(merge);
    }

    @Override
    public Undone undo(CustomerMerge merge) {
        for (CustomerNumber loser : merge.losers()) {
            if (numbers.life(loser).isMergedInto(merge.survivor())) {
                numbers.unmerge(loser);
            }
        }
        return new Undone(moved(merge), List.of());
    }

    private static List<TakenStep.Item> moved(CustomerMerge merge) {
        return List.of(new TakenStep.Item("NUMBERS", merge.losers().size()));
    }
}
