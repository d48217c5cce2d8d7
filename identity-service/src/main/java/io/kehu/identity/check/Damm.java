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
    public String compute(String payload) {
        char interim = '0';
        for (int i = 0; i < payload.length(); i++) {
            int digit = Character.digit(payload.charAt(i), 10);
            if (digit >= 0) {
                interim = TABLE[interim - '0'].charAt(digit);
            }
        }
        return String.valueOf(interim);
    }
}
