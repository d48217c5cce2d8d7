package io.kehu.customer.matching.model;

/** Distances between words: Damerau–Levenshtein as optimal string alignment, and Jaro–Winkler. */
final class Edits {

    private static final double PREFIX_WEIGHT = 0.1;
    private static final int LONGEST_PREFIX = 4;

    private Edits() {}

    /** Insertions, deletions, replacements and swaps of neighbours, or limit + 1 when there are more. */
    static int distance(String one, String other, int limit) {
        int rows = one.length();
        int columns = other.length();
        if (Math.abs(rows - columns) > limit) {
            return limit + 1;
        }
        int[] beforeLast = new int[columns + 1];
        int[] last = new int[columns + 1];
        int[] current = new int[columns + 1];
        for (int j = 0; j <= columns; j++) {
            last[j] = j;
        }
        for (int i = 1; i <= rows; i++) {
            current[0] = i;
            int best = i;
            for (int j = 1; j <= columns; j++) {
                char left = one.charAt(i - 1);
                char right = other.charAt(j - 1);
                int cost = left == right ? 0 : 1;
                int value = Math.min(Math.min(last[j] + 1, current[j - 1] + 1), last[j - 1] + cost);
                boolean swapped = i > 1 && j > 1 && left == other.charAt(j - 2) && one.charAt(i - 2) == right;
                current[j] = swapped ? Math.min(value, beforeLast[j - 2] + 1) : value;
                best = Math.min(best, current[j]);
            }
            if (best > limit) {
                return limit + 1;
            }
            int[] free = beforeLast;
            beforeLast = last;
            last = current;
            current = free;
        }
        return Math.min(last[columns], limit + 1);
    }

    /** 0 to 1. Greedy by nature, so the arguments are put in order first: the result does not depend on who comes first. */
    static double jaroWinkler(String one, String other) {
        boolean turned = one.length() > other.length() || one.length() == other.length() && one.compareTo(other) > 0;
        String shorter = turned ? other : one;
        String longer = turned ? one : other;
        double jaro = jaro(shorter, longer);
        int prefix = 0;
        int most = Math.min(LONGEST_PREFIX, shorter.length());
        while (prefix < most && shorter.charAt(prefix) == longer.charAt(prefix)) {
            prefix++;
        }
        return jaro + prefix * PREFIX_WEIGHT * (1 - jaro);
    }

    private static double jaro(String shorter, String longer) {
        if (shorter.isEmpty()) {
            return longer.isEmpty() ? 1 : 0;
        }
        int window = Math.max(0, longer.length() / 2 - 1);
        boolean[] taken = new boolean[longer.length()];
        char[] matched = new char[shorter.length()];
        int matches = 0;
        for (int i = 0; i < shorter.length(); i++) {
            int to = Math.min(longer.length(), i + window + 1);
            for (int j = Math.max(0, i - window); j < to; j++) {
                if (!taken[j] && shorter.charAt(i) == longer.charAt(j)) {
                    taken[j] = true;
                    matched[matches++] = shorter.charAt(i);
                    break;
                }
            }
        }
        if (matches == 0) {
            return 0;
        }
        int outOfOrder = 0;
        int next = 0;
        for (int j = 0; j < taken.length; j++) {
            if (taken[j] && longer.charAt(j) != matched[next++]) {
                outOfOrder++;
            }
        }
        double m = matches;
        return (m / shorter.length() + m / longer.length() + (m - outOfOrder / 2.0) / m) / 3;
    }
}
