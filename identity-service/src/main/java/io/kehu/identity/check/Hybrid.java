package io.kehu.identity.check;

/**
 * Folds characters by {@code p = 2 * ((p + a) mod m, or m when that is 0) mod (m + 1)}, from {@code p = m}; the check character makes the
 * last sum 1.
 */
record Hybrid(int modulus) implements CheckRule {

    @Override
    public String compute(String payload) {
        int product = modulus;
        for (int i = 0; i < payload.length(); i++) {
            int value = Character.digit(payload.charAt(i), Character.MAX_RADIX);
            if (value < modulus) {
                int sum = (product + value) % modulus;
                product = (sum == 0 ? modulus : sum) * 2 % (modulus + 1);
            }
        }
        int check = (modulus + 1 - product) % modulus;
        return String.valueOf(Character.toUpperCase(Character.forDigit(check, Character.MAX_RADIX)));
    }
}
