package io.kehu.identity.check;

/** One more than the remainder by 97 makes the whole: {@code (98 - payload * 100 mod 97) mod 97}. */
record Mod97() implements CheckRule {

    private static final int MODULUS = 97;
    private static final int TEN = 10;
    private static final long ROOM = Long.MAX_VALUE / (2 * TEN * TEN);

    @Override
    public void write(char[] payload, int length, char[] target, int at) {
        long remainder = 0;
        for (int i = 0; i < length; i++) {
            // Dividing is what costs here, and sixteen digits fit before it is needed.
            if (remainder >= ROOM) {
                remainder %= MODULUS;
            }
            int shift = Symbol.isDigit(payload[i]) ? TEN : TEN * TEN;
            remainder = remainder * shift + Symbol.value(payload[i]);
        }
        int check = (int) (MODULUS + 1 - remainder % MODULUS * TEN * TEN % MODULUS);
        target[at] = Symbol.of(check / TEN);
        target[at + 1] = Symbol.of(check % TEN);
    }
}
