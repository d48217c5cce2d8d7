package io.kehu.customer.erasure;

import feign.RequestInterceptor;
import io.kehu.starter.security.peer.PeerTokens;
import org.springframework.context.annotation.Bean;

/** An erasure goes on when whoever asked for it has left, so this service calls with its own token. */
class ErasureClientConfiguration {

    @Bean
    RequestInterceptor erasureToken(PeerTokens tokens) {
        return tokens.ofService();
    }
}
