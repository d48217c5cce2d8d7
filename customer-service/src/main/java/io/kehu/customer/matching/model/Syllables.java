package io.kehu.customer.matching.model;

import java.util.List;

/** How Chinese characters sound; given from outside, so that the comparison needs no dictionary of its own. */
public interface Syllables {

    /** Readings of a character, most usual first; the character itself when it has none. */
    List<String> of(int codePoint);

    /** Simplified characters for traditional ones. */
    String simplified(String text);
}
