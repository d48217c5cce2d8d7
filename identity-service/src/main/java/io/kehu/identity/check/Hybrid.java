package io.kehu.identity.check;

/**
 * Folds characters by {@code p = 2 * ((p + a) mod m, or m when that is 0) mod (m + 1)}, from {@code p = m}; the check character makes the
 * last sum 1.
 */
record Hybrid(int modulus) implements CheckRule {

    @Override
    public void write(char[] payload, int length, char[] target, int at) {
        int product = modulus;
        for (int i = 0; i < length; i++) {
            int value = Symbol.value(payload[i]);
            if (value < modulus) {
                int sum = below(product + value, modulus);
                product = below((sum == 0 ? modulus : sum) * 2, modulus + 1);
            }
        }
        target[at] = Symbol.of((modulus + 1 - product) % modulus);
    }

    /** The remainder of what is less than twice the divisor, without a division. */
    private static int below(int number, int divisor) {
        return number < divisor ? number : number - divisor;
    }
}
