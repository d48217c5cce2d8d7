package io.kehu.customer.matching.model;

import java.util.List;

/** How values of one kind of field are folded, compared and found. Symmetric; a value agrees with itself exactly. */
public interface Comparison {

    /** The form that is kept and compared; empty when nothing is left, which counts as missing. */
    String fold(String raw);

    /** Compares two folded values that are not empty. */
    Agreement compare(String one, String other);

    /** How often two values of different bearers agree, as far as one can say without having seen them. */
    ChanceLevels chance();

    /** Codes that nearly only the same value has; candidates share one. */
    List<String> strongCodes(String folded);

    /** Codes that survive an error, of use together with a code of another field. */
    List<String> coarseCodes(String folded);
}
