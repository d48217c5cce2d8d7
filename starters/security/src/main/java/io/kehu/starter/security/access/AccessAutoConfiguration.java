package io.kehu.starter.security.access;

import io.kehu.starter.security.Role;
import io.kehu.starter.web.problem.CommonProblem;
import io.kehu.starter.web.problem.ProblemWriter;
import jakarta.servlet.DispatcherType;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.OAuth2ResourceServerAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpHeaders;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationConverter;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.header.HeaderWriter;
import org.springframework.security.web.header.writers.CacheControlHeadersWriter;
import org.springframework.security.web.header.writers.CompositeHeaderWriter;
import org.springframework.security.web.header.writers.ContentSecurityPolicyHeaderWriter;
import org.springframework.security.web.header.writers.HstsHeaderWriter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.header.writers.XContentTypeOptionsHeaderWriter;
import org.springframework.security.web.header.writers.XXssProtectionHeaderWriter;
import org.springframework.security.web.header.writers.frameoptions.XFrameOptionsHeaderWriter;

/** One stateless filter chain: probes and metrics, the rules, and then nothing. */
@AutoConfiguration(before = OAuth2ResourceServerAutoConfiguration.class)
@Import({SecurityProblemAdvice.class, OpenApiRoles.class})
public class AccessAutoConfiguration {

    private static final String[] PROBES = {
        "/actuator/health", "/actuator/health/**", "/actuator/prometheus", "/actuator/info"
    };

    @Bean
    @ConditionalOnMissingBean
    HttpFirewall httpFirewall() {
        StrictHttpFirewall firewall = new StrictHttpFirewall();
        firewall.setAllowedHeaderNames(HeaderText::isName);
        firewall.setAllowedHeaderValues(HeaderText::isValue);
        return firewall;
    }

    /** A span for each filter of the chain says nothing and costs a tenth of a small request. */
    @Bean
    @ConditionalOnMissingBean
    SecurityObservationSettings securityObservationSettings() {
        return SecurityObservationSettings.noObservations();
    }

    /** What every answer tells a browser, whoever gives it. */
    @Bean
    HeaderWriter answerHeaders() {
        return new CompositeHeaderWriter(List.of(
                new XContentTypeOptionsHeaderWriter(),
                new XXssProtectionHeaderWriter(),
                new CacheControlHeadersWriter(),
                new HstsHeaderWriter(),
                new XFrameOptionsHeaderWriter(),
                new ContentSecurityPolicyHeaderWriter("default-src 'none'; frame-ancestors 'none'"),
                new ReferrerPolicyHeaderWriter(ReferrerPolicy.NO_REFERRER)));
    }

    @Bean
    Doorkeeper doorkeeper(BearerTokenResolver tokens, JwtDecoder decoder, JwtAuthenticationConverter converter) {
        return new Doorkeeper(tokens, decoder, converter);
    }

    @Bean
    @ConditionalOnMissingBean
    SecurityFilterChain accessRulesChain(
            HttpSecurity http,
            ObjectProvider<AccessRules> rules,
            JwtAuthenticationConverter converter,
            HeaderWriter answerHeaders,
            ProblemWriter problems) {
        AuthenticationEntryPoint unauthenticated = (request, response, failure) -> {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
            problems.write(request, response, CommonProblem.UNAUTHENTICATED);
        };
        AccessDeniedHandler forbidden =
                (request, response, failure) -> problems.write(request, response, CommonProblem.FORBIDDEN);
        return http.csrf(csrf -> csrf.disable())
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(cache -> cache.disable())
                .logout(logout -> logout.disable())
                .anonymous(anonymous -> anonymous.principal("anonymous"))
                .headers(headers -> headers.defaultsDisabled().addHeaderWriter(answerHeaders))
                .authorizeHttpRequests(requests -> {
                    requests.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.ASYNC)
                            .permitAll();
                    requests.requestMatchers(PROBES).permitAll();
                    for (AccessRule rule : rules.orderedStream()
                            .flatMap(part -> part.rules().stream())
                            .toList()) {
                        var matched = requests.requestMatchers(rule.method(), rule.path());
                        if (rule.open()) {
                            matched.permitAll();
                        } else {
                            matched.hasAnyAuthority(
                                    rule.roles().stream().map(Role::authority).toArray(String[]::new));
                        }
                    }
                    // A signed-in caller learns that a path does not exist, or lacks the method; strangers learn
                    // nothing.
                    requests.anyRequest().access(new UnknownOperation());
                })
                .oauth2ResourceServer(server -> server.jwt(jwt -> jwt.jwtAuthenticationConverter(converter))
                        .authenticationEntryPoint(unauthenticated)
                        .accessDeniedHandler(forbidden)
                        .withObjectPostProcessor(new TokenFailures(unauthenticated, problems).inCharge()))
                .exceptionHandling(handling ->
                        handling.authenticationEntryPoint(unauthenticated).accessDeniedHandler(forbidden))
                .build();
    }

    /** All rules of this service, its starters' included. */
    @Bean
    AllAccessRules allAccessRules(ObjectProvider<AccessRules> rules) {
        return new AllAccessRules(AccessRules.merge(rules.orderedStream().toList()));
    }

    /** A name of its own, so that the merged list is not merged again. */
    public record AllAccessRules(AccessRules rules) {

        public List<AccessRule> list() {
            return rules.rules();
        }
    }
}
