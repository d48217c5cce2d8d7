package io.kehu.customer.matching.model;

import java.util.List;

/** Postcodes and other short codes of places, whose beginnings name larger places. */
public final class PostcodeComparison implements Comparison {

    @Override
    public String fold(String raw) {
        return Folding.alphanumeric(raw);
    }

    @Override
    public Agreement compare(String one, String other) {
        if (one.equals(other)) {
            return Agreement.EXACT;
        }
        if (Math.min(one.length(), other.length()) > 3 && Edits.distance(one, other, 1) <= 1) {
            return Agreement.CLOSE;
        }
        return region(one).equals(region(other)) ? Agreement.WEAK : Agreement.DIFFERENT;
    }

    @Override
    public ChanceLevels chance() {
        return new ChanceLevels(2e-3, 1e-6, 1e-2, 5e-2);
    }

    @Override
    public List<String> strongCodes(String folded) {
        return List.of(folded);
    }

    @Override
    public List<String> coarseCodes(String folded) {
        return List.of(region(folded));
    }

    private static String region(String code) {
        return code.substring(0, (code.length() + 1) / 2);
    }
}
