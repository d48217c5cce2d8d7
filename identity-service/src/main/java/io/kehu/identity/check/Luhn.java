package io.kehu.identity.check;

/** Every second digit from the right is doubled and its cross sum taken; the check digit makes the sum a multiple of ten. */
record Luhn() implements CheckRule {

    private static final int TEN = 10;

    @Override
    public String compute(String payload) {
        int sum = 0;
        boolean doubled = true;
        for (int i = payload.length() - 1; i >= 0; i--) {
            int digit = Character.digit(payload.charAt(i), TEN);
            if (digit >= 0) {
                int weighted = doubled ? digit * 2 : digit;
                sum += weighted / TEN + weighted % TEN;
                doubled = !doubled;
            }
        }
        return Integer.toString((TEN - sum % TEN) % TEN);
    }
}
