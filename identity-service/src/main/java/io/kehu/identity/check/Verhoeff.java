package io.kehu.identity.check;

/** Multiplies permuted digits in the dihedral group of order ten; the check digit is the inverse of the product. */
record Verhoeff() implements CheckRule {

    private static final int PERIOD = 8;
    private static final String[] PRODUCT = {
        "0123456789",
        "1234067895",
        "2340178956",
        "3401289567",
        "4012395678",
        "5987604321",
        "6598710432",
        "7659821043",
        "8765932104",
        "9876543210"
    };
    private static final String[] PERMUTATION = {
        "0123456789", "1576283094", "5803796142", "8916043527", "9453126870", "4286573901", "2793806415", "7046913258"
    };
    private static final String INVERSE = "0432156789";

    @Override
    public void write(char[] payload, int length, char[] target, int at) {
        int product = 0;
        int position = 1;
        for (int i = length - 1; i >= 0; i--) {
            if (Symbol.isDigit(payload[i])) {
                int permuted = PERMUTATION[position % PERIOD].charAt(payload[i] - '0') - '0';
                product = PRODUCT[product].charAt(permuted) - '0';
                position++;
            }
        }
        target[at] = INVERSE.charAt(product);
    }
}
