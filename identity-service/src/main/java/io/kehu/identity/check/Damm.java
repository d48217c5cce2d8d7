package io.kehu.identity.check;

/** Walks through a totally anti-symmetric quasigroup; where it ends is the check digit. */
record Damm() implements CheckRule {

    private static final String[] TABLE = {
        "0317598642",
        "7092154863",
        "4206871359",
        "1750983426",
        "6123045978",
        "3674209581",
        "5869720134",
        "8945362017",
        "9438617205",
        "2581436790"
    };

    @Override
    public void write(char[] payload, int length, char[] target, int at) {
        char interim = '0';
        for (int i = 0; i < length; i++) {
            if (Symbol.isDigit(payload[i])) {
                interim = TABLE[interim - '0'].charAt(payload[i] - '0');
            }
        }
        target[at] = interim;
    }
}
