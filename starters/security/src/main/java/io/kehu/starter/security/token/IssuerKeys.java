package io.kehu.starter.security.token;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import java.net.URL;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The keys of the issuer. Once there are any, a token with a key that is not among them is simply a bad token, even while the issuer may
 * not be asked again yet: strangers must not be able to make us fail.
 */
final class IssuerKeys implements JWKSource<SecurityContext> {

    private static final Duration FETCH_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration OUTLIVE_ISSUER = Duration.ofHours(4);
    private static final int SIZE_LIMIT = 512 * 1024;

    private final JWKSource<SecurityContext> source;
    private volatile boolean known;

    /**
     * @param live how long keys are used without asking again
     * @param interval the issuer is asked at most twice in this time
     */
    IssuerKeys(URL address, Duration live, Duration interval) {
        int timeout = (int) FETCH_TIMEOUT.toMillis();
        this.source = JWKSourceBuilder.<SecurityContext>create(
                        address, new DefaultResourceRetriever(timeout, timeout, SIZE_LIMIT))
                .cache(live.toMillis(), timeout * 2L)
                .refreshAheadCache(false)
                .rateLimited(interval.toMillis())
                .outageTolerant(OUTLIVE_ISSUER.toMillis())
                .build();
    }

    @Override
    public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context) throws KeySourceException {
        try {
            List<JWK> keys = source.get(selector, context);
            known = true;
            return keys;
        } catch (RateLimitReachedException e) {
            if (known) {
                return List.of();
            }
            throw e;
        }
    }
}
