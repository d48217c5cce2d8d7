package io.kehu.loyalty.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.starter.merging.Merge;
import io.kehu.starter.merging.MergeItem;
import io.kehu.starter.merging.MergeKept;
import io.kehu.starter.merging.MergeOrder;
import io.kehu.starter.merging.MergeOutcome;
import io.kehu.starter.merging.Merges;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.context.ApplicationContext;

/** Merges and their undoing, by the real ones and in the model. */
final class Mergers {

    private final Merges merges;
    private final ModelLedger model;
    private final ModelNumbers numbers;
    private final List<Merged> merged = new ArrayList<>();

    Mergers(ApplicationContext context, ModelLedger model, ModelNumbers numbers) {
        this.merges = context.getBean(Merges.class);
        this.model = model;
        this.numbers = numbers;
    }

    /** A merge, and what its lots had lost before. */
    private record Merged(MergeOrder order, Map<ModelLot, Map<ModelLot.Loss, Long>> lost) {}

    /** Merges here only. */
    void start(String survivor, List<String> losers) {
        if (!losers.isEmpty()) {
            merges.merge(new MergeOrder(UUID.randomUUID(), survivor, losers));
        }
    }

    /** Refused exactly when one of them is merged already. */
    void merge(String survivor, List<String> losers) {
        if (losers.isEmpty()) {
            return;
        }
        MergeOrder order = new MergeOrder(UUID.randomUUID(), survivor, losers);
        boolean possible = numbers.lives(survivor) && losers.stream().allMatch(numbers::lives);
        MergeOutcome outcome = merges.merge(order);
        assertThat(outcome instanceof MergeOutcome.Done).isEqualTo(possible);
        if (outcome instanceof MergeOutcome.Done done) {
            List<ModelLot> brought = withPoints(losers);
            assertThat(done.merge().items()).isEqualTo(items(brought));
            merged.add(
                    new Merged(order, brought.stream().collect(Collectors.toMap(Function.identity(), ModelLot::lost))));
            numbers.merge(survivor, losers);
        }
    }

    /** Refused exactly while the survivor is merged itself. */
    void undo(int which) {
        if (merged.isEmpty()) {
            return;
        }
        Merged one = merged.get(which % merged.size());
        MergeOutcome outcome = merges.undo(one.order());
        assertThat(outcome instanceof MergeOutcome.Done)
                .isEqualTo(numbers.lives(one.order().survivor()));
        if (outcome instanceof MergeOutcome.Done done) {
            Merge undone = done.merge();
            assertThat(undone.items()).isEqualTo(items(withPoints(one.order().losers())));
            assertThat(undone.kept()).isEqualTo(kept(one));
            numbers.undo(one.order().losers());
            merged.remove(one);
        }
    }

    /** @return false when there is none */
    boolean undoLast() {
        boolean any = !merged.isEmpty();
        undo(merged.size() - 1);
        return any;
    }

    private List<ModelLot> withPoints(List<String> losers) {
        return losers.stream()
                .flatMap(model::lotsThatGoWith)
                .filter(lot -> lot.left > 0)
                .toList();
    }

    private static List<MergeItem> items(List<ModelLot> lots) {
        return List.of(
                new MergeItem("POINTS", lots.stream().mapToLong(lot -> lot.left).sum()),
                new MergeItem("LOTS", lots.size()));
    }

    /** What the lots that came have lost since. */
    private static List<MergeKept> kept(Merged one) {
        Map<String, Long> kept = new TreeMap<>();
        one.lost()
                .forEach((lot, before) -> lot.lost().forEach((why, points) -> {
                    long since = points - before.getOrDefault(why, 0L);
                    if (since > 0) {
                        kept.merge(why.name(), since, Long::sum);
                    }
                }));
        return kept.entrySet().stream()
                .map(entry -> new MergeKept("POINTS", entry.getValue(), entry.getKey()))
                .toList();
    }
}
