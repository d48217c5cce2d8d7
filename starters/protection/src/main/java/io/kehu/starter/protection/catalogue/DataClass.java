package io.kehu.starter.protection.catalogue;

/** What a column holds; drives encryption, masking, audit, retention and what logs may show. */
public enum DataClass {
    /** Anybody may know. */
    PUBLIC,
    /** The company's own: ids, amounts, states, times, ciphertexts and tokens' structure. */
    INTERNAL,
    /** About a person; encrypted, or a keyed token of it. */
    PERSONAL,
    /** About a person and of special weight: identity documents, health, finance, a minor. Encrypted. */
    SENSITIVE
}
