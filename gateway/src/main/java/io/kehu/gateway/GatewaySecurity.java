package io.kehu.gateway;

import io.kehu.starter.security.access.TokenFailures;
import io.kehu.starter.web.problem.CommonProblem;
import io.kehu.starter.web.problem.ProblemWriter;
import jakarta.servlet.DispatcherType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationConverter;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/**
 * A valid token for the gateway opens the door; what its owner may do behind it, each service decides by its own rules. Open are only the
 * documents and the operations customers reach without an account.
 */
@Configuration(proxyBeanMethods = false)
class GatewaySecurity {

    private static final String[] DOCUMENTS = {
        "/docs", "/docs.css", "/problems/*", "/events", "/events/*", "/*/v3/api-docs", "/*/v3/api-docs.yaml"
    };

    /** Answering a survey needs the token in its link, not an account. */
    private static final String SURVEY_ANSWERS = "/feedback/v1/responses/*";

    @Bean
    SecurityFilterChain gatewayChain(HttpSecurity http, JwtAuthenticationConverter converter, ProblemWriter problems) {
        AuthenticationEntryPoint unauthenticated = (request, response, failure) -> {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
            problems.write(request, response, CommonProblem.UNAUTHENTICATED);
        };
        return http.csrf(csrf -> csrf.disable())
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(cache -> cache.disable())
                .logout(logout -> logout.disable())
                // Services set their own content policy; two would contradict each other.
                .headers(headers -> headers.referrerPolicy(policy -> policy.policy(ReferrerPolicy.NO_REFERRER)))
                .authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(
                                DispatcherType.ERROR, DispatcherType.ASYNC)
                        .permitAll()
                        .requestMatchers(HttpMethod.GET, DOCUMENTS)
                        .permitAll()
                        .requestMatchers(HttpMethod.GET, SURVEY_ANSWERS)
                        .permitAll()
                        .requestMatchers(HttpMethod.POST, SURVEY_ANSWERS)
                        .permitAll()
                        .requestMatchers(
                                "/actuator/health", "/actuator/health/**", "/actuator/prometheus", "/actuator/info")
                        .permitAll()
                        .anyRequest()
                        .authenticated())
                .oauth2ResourceServer(server -> server.jwt(jwt -> jwt.jwtAuthenticationConverter(converter))
                        .authenticationEntryPoint(unauthenticated)
                        .withObjectPostProcessor(new TokenFailures(unauthenticated, problems).inCharge()))
                .exceptionHandling(handling -> handling.authenticationEntryPoint(unauthenticated)
                        .accessDeniedHandler((request, response, failure) ->
                                problems.write(request, response, CommonProblem.FORBIDDEN)))
                .build();
    }
}
