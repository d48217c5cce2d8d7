package io.kehu.identity.scheme;

import io.kehu.identity.check.CheckRule;

/**
 * How check characters are computed. Every algorithm finds every single wrong character it covers; they differ in what else they find.
 * The algorithms for digits leave letters out, which is right as long as letters are literals of the template: a wrong literal has no
 * scheme's form. Numbers whose sequence has letters need an algorithm that covers them. Of those MOD 37,36 keeps the promise whole; MOD
 * 97-10 was made for digits and may miss a letter taken for a digit, about once in 97 times.
 */
public enum CheckAlgorithm {
    /** ISO/IEC 7064 MOD 97-10: two digits over letters and digits. Finds every swap of neighbours and most other mistakes. */
    MOD_97_10(2, CheckRule.mod97()),
    /** ISO/IEC 7064 MOD 11,10: one digit over digits. Finds nearly every swap of neighbours. */
    MOD_11_10(1, CheckRule.hybrid(10)),
    /** ISO/IEC 7064 MOD 37,36: one letter or digit over letters and digits. Finds nearly every swap of neighbours. */
    MOD_37_36(1, CheckRule.hybrid(36)),
    /** ISO/IEC 7812-1, Luhn: one digit over digits. Finds every swap of neighbours but 09 with 90. */
    LUHN(1, CheckRule.luhn()),
    /** Damm's quasigroup of order 10: one digit over digits. Finds every swap of neighbours. */
    DAMM(1, CheckRule.damm()),
    /** Verhoeff's dihedral check: one digit over digits. Finds every swap of neighbours. */
    VERHOEFF(1, CheckRule.verhoeff());

    private final int length;
    private final CheckRule rule;

    CheckAlgorithm(int length, CheckRule rule) {
        this.length = length;
        this.rule = rule;
    }

    /** How many characters it adds. */
    public int length() {
        return length;
    }

    /** Whether its check characters are digits only. */
    public boolean isNumeric() {
        return this != MOD_37_36;
    }

    /** Whether letters count; where they do not, a wrong letter is not found. */
    boolean coversLetters() {
        return this == MOD_97_10 || this == MOD_37_36;
    }

    /** Writes the check characters of the first {@code payloadLength} characters into the target, from a place on. */
    void write(char[] payload, int payloadLength, char[] target, int at) {
        rule.write(payload, payloadLength, target, at);
    }

    /** @param payload upper-case letters and digits, everything of the number but the check characters */
    public String compute(String payload) {
        char[] check = new char[length];
        rule.write(payload.toCharArray(), payload.length(), check, 0);
        return new String(check);
    }

    public boolean isValid(String payload, String check) {
        return compute(payload).equals(check);
    }
}
