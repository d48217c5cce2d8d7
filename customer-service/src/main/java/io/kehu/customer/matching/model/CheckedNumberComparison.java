package io.kehu.customer.matching.model;

import java.util.List;

/** Numbers of one bearer whose check character was looked at: a slip makes no other such number, so two that differ are of two bearers. */
public final class CheckedNumberComparison implements Comparison {

    @Override
    public String fold(String raw) {
        return Folding.alphanumeric(raw);
    }

    @Override
    public Agreement compare(String one, String other) {
        return one.equals(other) ? Agreement.EXACT : Agreement.DIFFERENT;
    }

    @Override
    public ChanceLevels chance() {
        return new ChanceLevels(1e-6, 1e-6, 1e-6, 1e-6);
    }

    @Override
    public List<String> strongCodes(String folded) {
        return List.of(folded);
    }

    /** There are no errors to survive. */
    @Override
    public List<String> coarseCodes(String folded) {
        return List.of(folded);
    }
}
