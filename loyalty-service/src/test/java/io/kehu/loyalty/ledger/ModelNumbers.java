package io.kehu.loyalty.ledger;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which numbers stand for which member, said as simply as can be. */
final class ModelNumbers {

    private final Map<String, String> into = new HashMap<>();

    String living(String number) {
        String living = number;
        while (into.containsKey(living)) {
            living = into.get(living);
        }
        return living;
    }

    boolean lives(String number) {
        return !into.containsKey(number);
    }

    boolean areOne(String one, String other) {
        return living(one).equals(living(other));
    }

    /** Whether a number is this one, or was merged into it, directly or through others. */
    boolean isOf(String number, String root) {
        String step = number;
        while (!step.equals(root) && into.containsKey(step)) {
            step = into.get(step);
        }
        return step.equals(root);
    }

    void merge(String survivor, List<String> losers) {
        losers.forEach(loser -> into.put(loser, survivor));
    }

    void undo(List<String> losers) {
        losers.forEach(into::remove);
    }
}
