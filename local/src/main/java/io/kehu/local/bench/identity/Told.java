package io.kehu.local.bench.identity;

import io.kehu.local.suite.KehuException;

/** Numbers a caller was told for a key: a stretch of the sequence. */
record Told(String key, long from, long to) {

    private static final String NUMBER = "\"number\":\"B";
    private static final int DIGITS = 12;

    /** @throws KehuException when the answer does not hold that many numbers in sequence */
    static Told of(String key, String answer, int count) {
        long first = 0;
        int found = 0;
        for (int at = answer.indexOf(NUMBER); at >= 0; at = answer.indexOf(NUMBER, at + 1)) {
            int digits = at + NUMBER.length();
            long sequence = Long.parseLong(answer, digits, digits + DIGITS, 10);
            if (found == 0) {
                first = sequence;
            } else if (sequence != first + found) {
                throw new KehuException("Not in sequence: " + answer.substring(at, digits + DIGITS));
            }
            found++;
        }
        if (found != count) {
            throw new KehuException("Asked for " + count + " numbers and got " + found + ".");
        }
        return new Told(key, first, first + count - 1);
    }

    boolean isSameAs(Told other) {
        return from == other.from && to == other.to;
    }
}
