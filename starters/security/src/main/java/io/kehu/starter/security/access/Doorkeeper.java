package io.kehu.starter.security.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.kehu.starter.security.token.Caller;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationConverter;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;

/**
 * Decides about one operation by the same token, decoder and rule as the filter chain, for a filter that answers before the chain. Whoever
 * is not admitted here is left to the chain, which also says why.
 */
public final class Doorkeeper {

    private static final int AT_MOST = 10_000;

    private final BearerTokenResolver tokens;
    private final JwtDecoder decoder;
    private final JwtAuthenticationConverter converter;

    /** By token as the decoder remembers it; who a token speaks of never changes. */
    private final Cache<Jwt, Caller> callers;

    Doorkeeper(BearerTokenResolver tokens, JwtDecoder decoder, JwtAuthenticationConverter converter) {
        this.tokens = tokens;
        this.decoder = decoder;
        this.converter = converter;
        this.callers = Caffeine.newBuilder().weakKeys().maximumSize(AT_MOST).build();
    }

    /** Empty for whoever the chain would refuse. */
    public Optional<Caller> admit(HttpServletRequest request, AccessRule rule) {
        try {
            String token = tokens.resolve(request);
            if (token == null) {
                return Optional.empty();
            }
            Caller caller = callers.get(decoder.decode(token), this::caller).inNameOf(request);
            return caller.hasAny(rule.roles()) ? Optional.of(caller) : Optional.empty();
        } catch (AuthenticationException | JwtException e) {
            return Optional.empty();
        }
    }

    private Caller caller(Jwt token) {
        return Caller.of((JwtAuthenticationToken) converter.convert(token));
    }
}
