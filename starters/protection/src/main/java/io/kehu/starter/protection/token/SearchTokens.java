package io.kehu.starter.protection.token;

import com.google.crypto.tink.subtle.Hkdf;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keyed tokens: the first 64 bits of HMAC-SHA-256 under a key of the index, itself derived by HKDF from the service's root. Equal values
 * have equal tokens, which is what makes them searchable and what they leak; see docs/adr.
 */
public final class SearchTokens {

    private static final int KEY_BYTES = 32;
    private static final String ALGORITHM = "HmacSHA256";

    private final byte[] root;
    private final Map<String, Mac> prototypes = new ConcurrentHashMap<>();

    public SearchTokens(byte[] root) {
        this.root = root.clone();
    }

    /** @param index what is searched, such as {@code customer.name.bigram}; each has a key of its own */
    public long token(String index, String value) {
        byte[] digest = mac(index).doFinal(value.getBytes(StandardCharsets.UTF_8));
        return ByteBuffer.wrap(digest).getLong();
    }

    /** Distinct tokens, sorted, as an array column keeps them. */
    public long[] tokens(String index, Collection<String> values) {
        Mac mac = mac(index);
        long[] tokens = new long[values.size()];
        int next = 0;
        for (String value : values) {
            tokens[next++] = ByteBuffer.wrap(mac.doFinal(value.getBytes(StandardCharsets.UTF_8)))
                    .getLong();
        }
        return distinct(List.of(tokens));
    }

    /** All of them together, distinct and sorted. */
    public static long[] distinct(List<long[]> parts) {
        long[] all = new long[parts.stream().mapToInt(part -> part.length).sum()];
        int end = 0;
        for (long[] part : parts) {
            System.arraycopy(part, 0, all, end, part.length);
            end += part.length;
        }
        Arrays.sort(all);
        int kept = 0;
        for (int i = 0; i < all.length; i++) {
            if (i == 0 || all[i] != all[i - 1]) {
                all[kept++] = all[i];
            }
        }
        return Arrays.copyOf(all, kept);
    }

    private Mac mac(String index) {
        try {
            return (Mac) prototypes.computeIfAbsent(index, this::create).clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Mac create(String index) {
        try {
            byte[] key =
                    Hkdf.computeHkdf(ALGORITHM, root, new byte[0], index.getBytes(StandardCharsets.UTF_8), KEY_BYTES);
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
