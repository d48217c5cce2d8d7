package io.kehu.starter.security.peer;

import feign.RequestInterceptor;
import io.kehu.starter.security.token.Caller;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;

/**
 * How a call to a peer says who asks. A Feign client names one of the two in its configuration: {@link #ofUser()} where the user's own
 * rights shall decide, {@link #ofService()} where this service acts for itself and only says for whom.
 */
public final class PeerTokens {

    /** Name of the client registration every service has for itself. */
    public static final String REGISTRATION = "kehu";

    private final OAuth2AuthorizedClientManager clients;
    private final String service;

    PeerTokens(OAuth2AuthorizedClientManager clients, String service) {
        this.clients = clients;
        this.service = service;
    }

    /** Relays the token of the current request. */
    public RequestInterceptor ofUser() {
        return call -> {
            Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
            if (!(authentication instanceof JwtAuthenticationToken token)) {
                throw new IllegalStateException("There is no user whose token could be relayed.");
            }
            call.header("Authorization", "Bearer " + token.getToken().getTokenValue());
        };
    }

    /** Sends this service's own token, and the originating subject beside it. */
    public RequestInterceptor ofService() {
        return call -> {
            call.header("Authorization", "Bearer " + serviceToken());
            call.header(
                    Caller.ORIGINATING_SUBJECT_HEADER,
                    Caller.current().map(Caller::originatingSubject).orElse("service:" + service));
        };
    }

    private String serviceToken() {
        OAuth2AuthorizedClient client = clients.authorize(OAuth2AuthorizeRequest.withClientRegistrationId(REGISTRATION)
                .principal(service)
                .build());
        if (client == null) {
            throw new IllegalStateException("The single sign-on gave this service no token.");
        }
        return client.getAccessToken().getTokenValue();
    }
}
