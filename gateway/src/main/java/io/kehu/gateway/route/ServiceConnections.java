package io.kehu.gateway.route;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.DefaultHttpRequestRetryStrategy;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.HeaderElements;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpComponentsClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.autoconfigure.ClientHttpRequestFactoryBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The HTTP client towards the services. Its read time-out counts silence, not length: the JDK's client counts a whole upload or download,
 * asks for compression on its own and offers HTTP/2 with every request.
 */
@Configuration(proxyBeanMethods = false)
class ServiceConnections {

    private static final Timeout WAIT_FOR_CONNECTION = Timeout.ofSeconds(2);

    /** Shorter than the keep-alive of the services, so that we do not write into a connection that is being closed. */
    private static final TimeValue IDLE_AT_MOST = TimeValue.ofSeconds(30);

    /** A check takes a millisecond; busy connections do without. */
    private static final TimeValue CHECK_AFTER_IDLE = TimeValue.ofMilliseconds(100);

    @Bean
    StalledWrites stalledWrites(HttpClientSettings settings) {
        return new StalledWrites(
                ServiceConnections::isAnsweredEarly,
                Objects.requireNonNull(settings.readTimeout(), "spring.http.clients.read-timeout"));
    }

    @Bean
    ClientHttpRequestFactoryBuilderCustomizer<HttpComponentsClientHttpRequestFactoryBuilder> serviceClient(
            GatewayProperties properties, StalledWrites connections) {
        return builder -> builder.withHttpClientCustomizer(ServiceConnections::onlyRelay)
                .withConnectionManagerCustomizer(pool -> pool(pool, properties.connectionsPerService(), connections))
                .withConnectionConfigCustomizer(ServiceConnections::connections)
                .withDefaultRequestConfigCustomizer(ServiceConnections::requests);
    }

    /** Whatever a client does for people's comfort changes what passes. */
    private static void onlyRelay(HttpClientBuilder client) {
        client.disableContentCompression()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableDefaultUserAgent()
                .disableRedirectHandling()
                .setRetryStrategy(new ReadsOnce())
                .evictIdleConnections(IDLE_AT_MOST);
    }

    private static void pool(
            PoolingHttpClientConnectionManagerBuilder pool, int perService, StalledWrites connections) {
        int services = GatewayProperties.Services.class.getRecordComponents().length;
        pool.setMaxConnPerRoute(perService)
                .setMaxConnTotal(perService * services)
                .setConnectionFactory(connections);
    }

    /** A service that refuses an upload before its end is heard, instead of written to until it hangs up. */
    private static boolean isAnsweredEarly(
            ClassicHttpRequest request, HttpClientConnection connection, InputStream answer, long sent, long next)
            throws IOException {
        if (answer.available() == 0) {
            return false;
        }
        // What is left of the body is not sent, so nothing else may follow on this connection.
        request.setHeader(HttpHeaders.CONNECTION, HeaderElements.CLOSE);
        return true;
    }

    private static void connections(ConnectionConfig.Builder connection) {
        connection.setValidateAfterInactivity(CHECK_AFTER_IDLE);
    }

    private static void requests(RequestConfig.Builder request) {
        request.setConnectionRequestTimeout(WAIT_FOR_CONNECTION).setProtocolUpgradeEnabled(false);
    }

    /** A read whose connection broke before an answer came is sent once more; nothing else ever is, whatever the answer. */
    private static final class ReadsOnce extends DefaultHttpRequestRetryStrategy {

        private static final Set<String> READS = Set.of("GET", "HEAD");

        ReadsOnce() {
            super(
                    1,
                    TimeValue.ZERO_MILLISECONDS,
                    List.<Class<? extends IOException>>of(
                            java.io.InterruptedIOException.class,
                            java.net.ConnectException.class,
                            java.net.NoRouteToHostException.class,
                            java.net.UnknownHostException.class,
                            javax.net.ssl.SSLException.class),
                    List.of());
        }

        @Override
        protected boolean handleAsIdempotent(HttpRequest request) {
            return READS.contains(request.getMethod());
        }
    }
}
