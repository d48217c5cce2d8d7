package io.kehu.identity.check;

/** One more than the remainder by 97 makes the whole: {@code (98 - payload * 100 mod 97) mod 97}. */
record Mod97() implements CheckRule {

    private static final int MODULUS = 97;
    private static final int RADIX = 36;

    @Override
    public String compute(String payload) {
        int remainder = 0;
        for (int i = 0; i < payload.length(); i++) {
            int value = Character.digit(payload.charAt(i), RADIX);
            remainder = (value < 10 ? remainder * 10 + value : remainder * 100 + value) % MODULUS;
        }
        int check = MODULUS + 1 - remainder * 100 % MODULUS;
        return check < 10 ? "0" + check : Integer.toString(check);
    }
}
