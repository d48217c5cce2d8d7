package io.kehu.customer.matching.model;

import java.util.List;

/** Numbers that belong to one bearer: national ids, card numbers, ISBN. */
public final class IdentifierComparison implements Comparison {

    private static final int SHORTEST_WITH_A_SLIP = 5;
    private static final int SHORTEST_WITH_TWO = 9;

    @Override
    public String fold(String raw) {
        return Folding.alphanumeric(raw);
    }

    @Override
    public Agreement compare(String one, String other) {
        if (one.equals(other)) {
            return Agreement.EXACT;
        }
        int length = Math.min(one.length(), other.length());
        if (length < SHORTEST_WITH_A_SLIP) {
            return Agreement.DIFFERENT;
        }
        int distance = Edits.distance(one, other, 2);
        if (distance <= 1) {
            return Agreement.CLOSE;
        }
        return distance == 2 && length >= SHORTEST_WITH_TWO ? Agreement.WEAK : Agreement.DIFFERENT;
    }

    @Override
    public ChanceLevels chance() {
        return new ChanceLevels(1e-6, 1e-6, 1e-6, 1e-5);
    }

    @Override
    public List<String> strongCodes(String folded) {
        return List.of(folded);
    }

    /** One error leaves one half whole. */
    @Override
    public List<String> coarseCodes(String folded) {
        return Folding.halves(folded);
    }
}
