package io.kehu.identity.scheme;

/** How check characters are computed. Letters count as in ISO 7064: A is 10, Z is 35. */
public enum CheckAlgorithm {
    /**
     * ISO/IEC 7064 MOD 97-10: two digits. Finds every wrong character, every swap of neighbours and all but about one in a hundred
     * other mistakes.
     */
    MOD_97_10(2) {
        @Override
        public String compute(String payload) {
            int check = 98 - remainder(payload + "00");
            return check < 10 ? "0" + check : Integer.toString(check);
        }

        @Override
        public boolean isValid(String payload, String check) {
            return compute(payload).equals(check);
        }

        private static int remainder(String text) {
            int remainder = 0;
            for (int i = 0; i < text.length(); i++) {
                int value = Character.digit(text.charAt(i), 36);
                remainder = value < 10 ? (remainder * 10 + value) % 97 : (remainder * 100 + value) % 97;
            }
            return remainder;
        }
    };

    private final int length;

    CheckAlgorithm(int length) {
        this.length = length;
    }

    /** How many characters it adds. */
    public int length() {
        return length;
    }

    /** @param payload upper-case letters and digits, everything of the number but the check characters */
    public abstract String compute(String payload);

    public abstract boolean isValid(String payload, String check);
}
