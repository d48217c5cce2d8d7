package io.kehu.identity.check;

/** Every second digit from the right is doubled and its cross sum taken; the check digit makes the sum a multiple of ten. */
record Luhn() implements CheckRule {

    private static final int TEN = 10;

    @Override
    public void write(char[] payload, int length, char[] target, int at) {
        int sum = 0;
        boolean doubled = true;
        for (int i = length - 1; i >= 0; i--) {
            if (Symbol.isDigit(payload[i])) {
                int digit = payload[i] - '0';
                int weighted = doubled ? digit * 2 : digit;
                sum += weighted / TEN + weighted % TEN;
                doubled = !doubled;
            }
        }
        target[at] = Symbol.of((TEN - sum % TEN) % TEN);
    }
}
