package io.kehu.customer.matching.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Names, addresses, titles: words in any order, with slips of the pen, nicknames and words left out. */
public final class TextComparison implements Comparison {

    private static final double CLOSE_SIMILARITY = 0.94;
    private static final double WEAK_SIMILARITY = 0.84;
    private static final double CLOSE_OVERLAP = 0.75;
    private static final double WEAK_OVERLAP = 0.5;
    private static final int MOST_CODES = 6;
    private static final int SHORTEST_WITH_A_SLIP = 4;

    @Override
    public String fold(String raw) {
        return Folding.words(raw);
    }

    @Override
    public Agreement compare(String one, String other) {
        if (one.equals(other)) {
            return Agreement.EXACT;
        }
        if (Folding.together(one).equals(Folding.together(other))) {
            return Agreement.EQUIVALENT;
        }
        String sortedOne = Folding.sortedTogether(one);
        String sortedOther = Folding.sortedTogether(other);
        if (sortedOne.equals(sortedOther) || Nicknames.sameWords(one, other)) {
            return Agreement.EQUIVALENT;
        }
        int slips = slips(Math.max(one.length(), other.length()));
        boolean slipped = Math.min(one.length(), other.length()) >= SHORTEST_WITH_A_SLIP
                && (Edits.distance(one, other, slips) <= slips
                        || Edits.distance(sortedOne, sortedOther, slips) <= slips);
        if (slipped) {
            return Agreement.CLOSE;
        }
        return bySimilarity(one, other, sortedOne, sortedOther);
    }

    private static Agreement bySimilarity(String one, String other, String sortedOne, String sortedOther) {
        String[] words = Folding.split(one);
        String[] otherWords = Folding.split(other);
        double overlap = overlap(words, otherWords);
        if (overlap >= CLOSE_OVERLAP) {
            return Agreement.CLOSE;
        }
        if (words.length == 1 && otherWords.length == 1) {
            double similarity = Edits.jaroWinkler(sortedOne, sortedOther);
            if (similarity >= CLOSE_SIMILARITY && Math.min(one.length(), other.length()) >= SHORTEST_WITH_A_SLIP) {
                return Agreement.CLOSE;
            }
            return similarity >= WEAK_SIMILARITY ? Agreement.WEAK : Agreement.DIFFERENT;
        }
        return overlap >= WEAK_OVERLAP ? Agreement.WEAK : Agreement.DIFFERENT;
    }

    @Override
    public ChanceLevels chance() {
        return new ChanceLevels(2e-3, 1e-3, 5e-3, 2e-2);
    }

    @Override
    public List<String> strongCodes(String folded) {
        return List.of(Folding.sortedTogether(folded));
    }

    @Override
    public List<String> coarseCodes(String folded) {
        Set<String> codes = new TreeSet<>();
        for (String word : Folding.split(folded)) {
            codes.add(Folding.sound(word));
        }
        List<String> all = new ArrayList<>(codes);
        return all.size() > MOST_CODES ? all.subList(0, MOST_CODES) : all;
    }

    private static int slips(int length) {
        if (length < 12) {
            return 1;
        }
        return length < 24 ? 2 : 3;
    }

    /** Share of the words that have a partner at most one slip away, on the side where it is less. */
    private static double overlap(String[] words, String[] others) {
        int found = Math.min(partnered(words, others), partnered(others, words));
        return (double) found / Math.max(words.length, others.length);
    }

    private static int partnered(String[] words, String[] others) {
        int found = 0;
        for (String word : words) {
            for (String other : others) {
                boolean same = word.equals(other)
                        || Math.min(word.length(), other.length()) >= SHORTEST_WITH_A_SLIP
                                && Edits.distance(word, other, 1) <= 1;
                if (same) {
                    found++;
                    break;
                }
            }
        }
        return found;
    }
}
