package io.kehu.starter.security.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import io.kehu.starter.security.sample.Issuer;
import java.net.MalformedURLException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IssuerKeysTests {

    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration SHORT = Duration.ofMillis(100);

    private final Issuer issuer = new Issuer();

    @AfterEach
    void stopTheIssuer() {
        issuer.close();
    }

    @Test
    void keysOutliveTheirTimeWhileTheIssuerIsAway() throws Exception {
        IssuerKeys keys = keys(SHORT, Duration.ofMillis(1));
        assertThat(find(keys, "first")).hasSize(1);
        issuer.setAway(true);
        int before = issuer.keyRequests();

        // Asked again, because their time is over, and kept although there is no answer.
        await().untilAsserted(() -> {
            assertThat(find(keys, "first")).hasSize(1);
            assertThat(issuer.keyRequests()).isGreaterThan(before);
        });
        assertThat(find(keys, "first")).hasSize(1);
    }

    @Test
    void theIssuerIsAskedOnceForManyTokens() throws Exception {
        IssuerKeys keys = keys(LONG, Duration.ofSeconds(30));

        for (int i = 0; i < 10; i++) {
            assertThat(find(keys, "first")).hasSize(1);
        }

        assertThat(issuer.keyRequests()).isOne();
    }

    @Test
    void aNewKeyOfTheIssuerIsFound() throws Exception {
        IssuerKeys keys = keys(LONG, Duration.ofSeconds(30));
        find(keys, "first");
        issuer.newKey("second");

        assertThat(find(keys, "second")).hasSize(1);
    }

    @Test
    void anUnknownKeyIsNoFailureOnceThereAreKeys() throws Exception {
        IssuerKeys keys = keys(LONG, Duration.ofSeconds(30));
        find(keys, "first");

        for (int i = 0; i < 10; i++) {
            assertThat(find(keys, "unknown-" + i)).isEmpty();
        }

        assertThat(issuer.keyRequests()).isEqualTo(2);
    }

    @Test
    void withoutAnyKeyItIsAFailureHoweverOftenOneAsks() throws Exception {
        issuer.setAway(true);
        IssuerKeys keys = keys(LONG, Duration.ofSeconds(30));

        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> find(keys, "first")).isInstanceOf(KeySourceException.class);
        }

        assertThat(issuer.keyRequests()).isEqualTo(2);
    }

    private IssuerKeys keys(Duration live, Duration interval) throws MalformedURLException {
        return new IssuerKeys(URI.create(issuer.keysAddress()).toURL(), live, interval);
    }

    private static List<JWK> find(IssuerKeys keys, String id) throws KeySourceException {
        return keys.get(new JWKSelector(new JWKMatcher.Builder().keyID(id).build()), null);
    }
}
