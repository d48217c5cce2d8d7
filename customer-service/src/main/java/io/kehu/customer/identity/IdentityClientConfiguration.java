package io.kehu.customer.identity;

import feign.RequestInterceptor;
import feign.Response;
import feign.codec.ErrorDecoder;
import io.kehu.starter.security.peer.PeerTokens;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpHeaders;

/** Allocating numbers is this service's own business, so it calls with its own token and only says for whom. */
class IdentityClientConfiguration {

    private static final int FIRST_SERVER_ERROR = 500;

    @Bean
    RequestInterceptor identityToken(PeerTokens tokens) {
        return tokens.ofService();
    }

    /** A refusal is an answer, not a failure of the peer: it must not open the breaker. */
    @Bean
    ErrorDecoder identityErrors() {
        ErrorDecoder otherwise = new ErrorDecoder.Default();
        return (method, response) -> isRefusal(response)
                ? new IdentityRefusedException(response.status())
                : otherwise.decode(method, response);
    }

    /** What says when to try again is no refusal: it is busy, for example with the same request. */
    private static boolean isRefusal(Response response) {
        return response.status() < FIRST_SERVER_ERROR
                && response.status() != 401
                && response.status() != 403
                && !response.headers().containsKey(HttpHeaders.RETRY_AFTER);
    }
}
