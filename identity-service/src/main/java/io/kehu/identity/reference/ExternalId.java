package io.kehu.identity.reference;

import io.kehu.starter.protection.token.SearchTokens;

/**
 * An id in another system, as 128 keyed bits; the id itself is not kept.
 *
 * @param system such as {@code pos} or {@code wechat}
 * @param hash first half
 * @param check second half, so that two ids never meet
 */
record ExternalId(String system, long hash, long check) {

    static final String SYSTEM_PATTERN = "[a-z][a-z0-9-]{0,30}";

    static ExternalId of(String system, String externalId, SearchTokens tokens) {
        String text = system + "\0" + externalId.strip();
        return new ExternalId(
                system,
                tokens.token("reference.external_id.hash", text),
                tokens.token("reference.external_id.check", text));
    }
}
