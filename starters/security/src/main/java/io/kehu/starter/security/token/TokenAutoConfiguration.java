package io.kehu.starter.security.token;

import com.github.benmanes.caffeine.cache.Ticker;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.kehu.starter.security.Role;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.OAuth2ResourceServerAutoConfiguration;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.OAuth2ResourceServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationConverter;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;

/**
 * Accepts access tokens of one issuer, for this audience, signed with RS256 or ES256, at most a minute out of time. The issuer's keys
 * are cached, asked for at most twice in half a minute whatever strangers send, and kept for hours when the issuer is away.
 */
@AutoConfiguration(before = OAuth2ResourceServerAutoConfiguration.class)
public class TokenAutoConfiguration {

    private static final Duration CLOCK_SKEW = Duration.ofSeconds(60);
    private static final Duration KEYS_LIVE = Duration.ofMinutes(5);
    private static final Duration KEYS_FETCH_INTERVAL = Duration.ofSeconds(30);

    @Bean
    @ConditionalOnMissingBean
    JwtDecoder jwtDecoder(OAuth2ResourceServerProperties properties) {
        var jwt = properties.getJwt();
        String issuer = Objects.requireNonNull(
                jwt.getIssuerUri(), "spring.security.oauth2.resourceserver.jwt.issuer-uri must be set");
        String keys = jwt.getJwkSetUri() == null ? issuer + "/protocol/openid-connect/certs" : jwt.getJwkSetUri();
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(
                Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256),
                new IssuerKeys(url(keys), KEYS_LIVE, KEYS_FETCH_INTERVAL)));
        // Spring's validators below check the claims.
        processor.setJWTClaimsSetVerifier((claims, context) -> {});
        NimbusJwtDecoder decoder = new NimbusJwtDecoder(processor);
        OAuth2TokenValidator<Jwt> validator = validator(issuer, jwt.getAudiences());
        decoder.setJwtValidator(validator);
        return new RememberedTokens(decoder, validator, Ticker.systemTicker());
    }

    @Bean
    @ConditionalOnMissingBean
    BearerTokenResolver bearerTokenResolver() {
        return new BearerHeader();
    }

    @Bean
    @ConditionalOnMissingBean
    JwtAuthenticationConverter jwtAuthenticationConverter() {
        JwtAuthenticationConverter converter = new JwtAuthenticationConverter();
        converter.setJwtGrantedAuthoritiesConverter(TokenAutoConfiguration::realmRoles);
        return converter;
    }

    private static OAuth2TokenValidator<Jwt> validator(String issuer, List<String> audiences) {
        return new DelegatingOAuth2TokenValidator<>(
                new JwtTimestampValidator(CLOCK_SKEW),
                new JwtIssuerValidator(issuer),
                new JwtClaimValidator<>(JwtClaimNames.EXP, Objects::nonNull),
                new JwtClaimValidator<String>(JwtClaimNames.SUB, subject -> subject != null && !subject.isBlank()),
                new JwtClaimValidator<Collection<String>>(
                        JwtClaimNames.AUD,
                        aud -> aud != null && audiences.stream().anyMatch(aud::contains)),
                // Keycloak says what a token is: an ID or refresh token is no access token.
                new JwtClaimValidator<Object>("typ", "Bearer"::equals));
    }

    private static Collection<GrantedAuthority> realmRoles(Jwt jwt) {
        List<GrantedAuthority> authorities = new ArrayList<>();
        Map<String, Object> realm = jwt.getClaimAsMap("realm_access");
        if (realm != null && realm.get("roles") instanceof Collection<?> names) {
            for (Object name : names) {
                Role.ofRealmName(String.valueOf(name))
                        .ifPresent(role -> authorities.add(new SimpleGrantedAuthority(role.authority())));
            }
        }
        return authorities;
    }

    private static URL url(String address) {
        try {
            return URI.create(address).toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException("Not an address: " + address, e);
        }
    }
}
