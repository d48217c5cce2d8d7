package io.kehu.customer.matching.model;

import java.util.List;

/** Phone numbers, with or without country and area code. */
public final class PhoneComparison implements Comparison {

    private static final int SUBSCRIBER = 7;
    private static final int CODED = 8;
    private static final int TAIL = 4;

    @Override
    public String fold(String raw) {
        // No country code begins with 0, so what follows 00 does not either.
        return Folding.digits(raw).replaceFirst("^000*", "");
    }

    @Override
    public Agreement compare(String one, String other) {
        if (one.equals(other)) {
            return Agreement.EXACT;
        }
        int length = Math.min(one.length(), other.length());
        if (length >= SUBSCRIBER && (one.endsWith(other) || other.endsWith(one))) {
            return Agreement.EQUIVALENT;
        }
        if (length >= CODED && Edits.distance(one, other, 1) <= 1) {
            return Agreement.CLOSE;
        }
        return length >= TAIL && tail(one, TAIL).equals(tail(other, TAIL)) ? Agreement.WEAK : Agreement.DIFFERENT;
    }

    @Override
    public ChanceLevels chance() {
        return new ChanceLevels(1e-5, 1e-6, 1e-5, 2e-4);
    }

    @Override
    public List<String> strongCodes(String folded) {
        return List.of(tail(folded, SUBSCRIBER));
    }

    @Override
    public List<String> coarseCodes(String folded) {
        return Folding.halves(tail(folded, CODED));
    }

    private static String tail(String digits, int length) {
        return digits.substring(Math.max(0, digits.length() - length));
    }
}
