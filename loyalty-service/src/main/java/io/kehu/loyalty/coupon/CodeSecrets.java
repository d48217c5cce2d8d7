package io.kehu.loyalty.coupon;

import io.kehu.starter.protection.token.SearchTokens;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.springframework.stereotype.Component;

/**
 * Codes out of the seed of their issue, and what a code is known by, both under keys of the service's key file. Neither the database nor the
 * key file alone tells a code, and a repeated request gets the same ones without their being stored.
 */
@Component
class CodeSecrets {

    private static final String HEAD = "loyalty.coupon.code.head";
    private static final String TAIL = "loyalty.coupon.code.tail";
    private static final String TOKEN = "loyalty.coupon.code";
    private static final String TOKEN2 = "loyalty.coupon.code.check";
    private static final int SEED_BYTES = 16;

    private final SearchTokens tokens;
    private final SecureRandom random = new SecureRandom();

    CodeSecrets(SearchTokens tokens) {
        this.tokens = tokens;
    }

    /** 128 keyed bits of a code. */
    record Token(long token, long token2) {}

    byte[] newSeed() {
        byte[] seed = new byte[SEED_BYTES];
        random.nextBytes(seed);
        return seed;
    }

    /** @param position of the code in its issue, from 0 */
    String code(byte[] seed, int position) {
        String value = HexFormat.of().formatHex(seed) + "/" + position;
        return CodeForm.of(tokens.token(HEAD, value), tokens.token(TAIL, value));
    }

    /** @param code as {@link CodeForm#read} gives it */
    Token token(String code) {
        return new Token(tokens.token(TOKEN, code), tokens.token(TOKEN2, code));
    }
}
