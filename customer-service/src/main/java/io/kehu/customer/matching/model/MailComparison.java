package io.kehu.customer.matching.model;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;

/** Mail addresses; what stands before the at sign is what people keep when they change the provider. */
public final class MailComparison implements Comparison {

    private static final int SHORTEST_LOCAL = 4;
    private static final int TELLING_DIGITS = 3;

    @Override
    public String fold(String raw) {
        return Normalizer.normalize(raw, Normalizer.Form.NFKC)
                .strip()
                .replace(" ", "")
                .toLowerCase(Locale.ROOT);
    }

    /**
     * Most people make their address of their name and a number, so addresses of namesakes are alike by nature: other digits mean another
     * account, however similar the letters.
     */
    @Override
    public Agreement compare(String one, String other) {
        if (one.equals(other)) {
            return Agreement.EXACT;
        }
        String local = local(one);
        String otherLocal = local(other);
        boolean sameLocal = local.equals(otherLocal);
        if (sameLocal && domain(one).equals(domain(other))) {
            return Agreement.EQUIVALENT;
        }
        boolean telling = Math.min(local.length(), otherLocal.length()) >= SHORTEST_LOCAL;
        if (!telling || !Folding.digits(local).equals(Folding.digits(otherLocal))) {
            return Agreement.DIFFERENT;
        }
        if (sameLocal || Edits.distance(one, other, 1) <= 1) {
            return Agreement.CLOSE;
        }
        boolean numbered = Folding.digits(local).length() >= TELLING_DIGITS;
        return numbered && Edits.distance(local, otherLocal, 1) <= 1 ? Agreement.WEAK : Agreement.DIFFERENT;
    }

    @Override
    public ChanceLevels chance() {
        return new ChanceLevels(1e-5, 1e-6, 1e-5, 1e-4);
    }

    @Override
    public List<String> strongCodes(String folded) {
        return List.of(local(folded));
    }

    @Override
    public List<String> coarseCodes(String folded) {
        return Folding.halves(local(folded));
    }

    /** Without dots and without what follows a plus sign, which most providers ignore. */
    private static String local(String address) {
        int at = address.lastIndexOf('@');
        String local = at < 0 ? address : address.substring(0, at);
        int plus = local.indexOf('+', 1);
        String base = plus < 0 ? local : local.substring(0, plus);
        String plain = base.replace(".", "");
        return plain.isEmpty() ? local : plain;
    }

    private static String domain(String address) {
        return address.substring(address.lastIndexOf('@') + 1);
    }
}
