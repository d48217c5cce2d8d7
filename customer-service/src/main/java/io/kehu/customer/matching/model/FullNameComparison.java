package io.kehu.customer.matching.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Full names in hanzi, in pinyin or in Latin letters, against each other. */
public final class FullNameComparison implements Comparison {

    private static final int MOST_READINGS = 4;
    private static final int MOST_ORDERS = 4;
    private static final int LONGEST_SPOKEN = 6;
    private static final int SHORTEST_LATIN_SLIP = 6;

    private final Syllables syllables;
    private final TextComparison text = new TextComparison();

    public FullNameComparison(Syllables syllables) {
        this.syllables = syllables;
    }

    @Override
    public String fold(String raw) {
        String words = Folding.words(raw);
        return isHanzi(words) ? syllables.simplified(Folding.together(words)) : words;
    }

    @Override
    public Agreement compare(String one, String other) {
        if (one.equals(other)) {
            return Agreement.EXACT;
        }
        boolean hanzi = isHanzi(one);
        if (hanzi != isHanzi(other)) {
            return hanzi ? acrossScripts(one, other) : acrossScripts(other, one);
        }
        if (hanzi) {
            return hanzi(one, other);
        }
        return sameInOtherOrder(one, other) ? Agreement.EQUIVALENT : text.compare(one, other);
    }

    private Agreement hanzi(String one, String other) {
        if (one.length() == other.length()) {
            if (sameSound(one, other) || sameCharacters(one, other)) {
                return Agreement.EQUIVALENT;
            }
        }
        boolean longEnough = Math.max(one.length(), other.length()) > 2;
        if (longEnough && Edits.distance(one, other, 1) <= 1) {
            return Agreement.CLOSE;
        }
        boolean part = one.charAt(0) == other.charAt(0)
                || one.length() > 1 && other.length() > 1 && one.substring(1).equals(other.substring(1));
        return part ? Agreement.WEAK : Agreement.DIFFERENT;
    }

    private boolean sameSound(String one, String other) {
        for (int i = 0; i < one.length(); i++) {
            if (one.charAt(i) != other.charAt(i)
                    && Collections.disjoint(syllables.of(one.charAt(i)), syllables.of(other.charAt(i)))) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameCharacters(String one, String other) {
        char[] left = one.toCharArray();
        char[] right = other.toCharArray();
        Arrays.sort(left);
        Arrays.sort(right);
        return Arrays.equals(left, right);
    }

    private Agreement acrossScripts(String hanzi, String latin) {
        String letters = Folding.together(latin);
        Agreement best = Agreement.DIFFERENT;
        for (List<String> reading : readings(hanzi)) {
            for (String spoken : orders(reading)) {
                if (spoken.equals(letters)) {
                    return Agreement.EQUIVALENT;
                }
                if (Math.min(spoken.length(), letters.length()) >= SHORTEST_LATIN_SLIP
                        && Edits.distance(spoken, letters, 1) <= 1) {
                    best = Agreement.CLOSE;
                }
            }
            List<String> words = List.of(Folding.split(latin));
            if (words.contains(reading.getFirst()) && Agreement.WEAK.isBetterThan(best)) {
                best = Agreement.WEAK;
            }
        }
        return best;
    }

    /** {@code zhangwei} and {@code wei zhang}: the family name may come last, and spaces may be missing. */
    private static boolean sameInOtherOrder(String one, String other) {
        return Folding.together(one).length() == Folding.together(other).length()
                && (turned(one).contains(Folding.together(other))
                        || turned(other).contains(Folding.together(one)));
    }

    private static List<String> turned(String words) {
        return orders(List.of(Folding.split(words)));
    }

    private static List<String> orders(List<String> parts) {
        List<String> orders = new ArrayList<>();
        for (int first = 0; first < parts.size(); first++) {
            orders.add(String.join("", parts.subList(first, parts.size())) + String.join("", parts.subList(0, first)));
        }
        return orders;
    }

    @Override
    public ChanceLevels chance() {
        return new ChanceLevels(5e-4, 5e-4, 3e-3, 6e-2);
    }

    @Override
    public List<String> strongCodes(String folded) {
        Set<String> codes = new LinkedHashSet<>();
        if (isHanzi(folded)) {
            for (List<String> reading : readings(folded)) {
                addOrders(codes, reading);
            }
        } else {
            addOrders(codes, List.of(Folding.split(folded)));
        }
        return List.copyOf(codes);
    }

    private static void addOrders(Set<String> codes, List<String> parts) {
        List<String> orders = orders(parts);
        codes.addAll(orders.subList(0, Math.min(MOST_ORDERS, orders.size())));
        codes.add(sorted(parts));
    }

    @Override
    public List<String> coarseCodes(String folded) {
        if (!isHanzi(folded)) {
            return text.coarseCodes(folded);
        }
        Set<String> codes = new LinkedHashSet<>();
        syllables.of(folded.charAt(0)).forEach(sound -> codes.add("a" + sound));
        syllables.of(folded.charAt(folded.length() - 1)).forEach(sound -> codes.add("z" + sound));
        return List.copyOf(codes);
    }

    private static String sorted(List<String> reading) {
        List<String> sorted = new ArrayList<>(reading);
        Collections.sort(sorted);
        return String.join("", sorted);
    }

    /** Long names are rarely Chinese persons; their first reading will do. */
    private List<List<String>> readings(String hanzi) {
        int most = hanzi.length() > LONGEST_SPOKEN ? 1 : MOST_READINGS;
        List<List<String>> readings = List.of(List.of());
        for (int i = 0; i < hanzi.length(); i++) {
            List<List<String>> longer = new ArrayList<>();
            for (String sound : syllables.of(hanzi.charAt(i))) {
                for (List<String> reading : readings) {
                    if (longer.size() < most) {
                        List<String> next = new ArrayList<>(reading);
                        next.add(sound);
                        longer.add(next);
                    }
                }
            }
            readings = longer;
        }
        return readings;
    }

    private static boolean isHanzi(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isIdeographic(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }
}
