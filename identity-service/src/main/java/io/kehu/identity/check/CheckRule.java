package io.kehu.identity.check;

/** Computes the check characters of a payload of upper-case letters and digits. Letters count as in ISO/IEC 7064: A is 10, Z is 35. */
@FunctionalInterface
public interface CheckRule {

    /**
     * Writes the check characters, without making anything that has to be collected: it runs once per number issued or read.
     *
     * @param payload upper-case letters and digits, everything of the number but the check characters
     * @param length how many characters of the payload count
     * @param target takes the check characters
     * @param at place of the first one
     */
    void write(char[] payload, int length, char[] target, int at);

    /** ISO/IEC 7064:2003, pure system MOD 97-10, letters as two digits. */
    static CheckRule mod97() {
        return new Mod97();
    }

    /**
     * ISO/IEC 7064:2003, hybrid system MOD m+1,m.
     *
     * @param modulus m, the size of the alphabet: 10 for digits, 36 for letters and digits
     */
    static CheckRule hybrid(int modulus) {
        return new Hybrid(modulus);
    }

    /** ISO/IEC 7812-1, annex B. */
    static CheckRule luhn() {
        return new Luhn();
    }

    /** H. M. Damm, Total anti-symmetrische Quasigruppen, 2004. */
    static CheckRule damm() {
        return new Damm();
    }

    /** J. Verhoeff, Error Detecting Decimal Codes, 1969. */
    static CheckRule verhoeff() {
        return new Verhoeff();
    }
}
