package io.kehu.starter.security.access;

import io.kehu.starter.web.problem.CommonProblem;
import io.kehu.starter.web.problem.ProblemWriter;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;

/** Tells a bad token (401) from one that nobody can check because the single sign-on has not told us its keys yet (503). */
public record TokenFailures(AuthenticationEntryPoint unauthenticated, ProblemWriter problems)
        implements AuthenticationFailureHandler {

    private static final String RETRY_SECONDS = "5";

    /** Puts this in charge of a chain's bearer tokens. */
    public ObjectPostProcessor<BearerTokenAuthenticationFilter> inCharge() {
        return new ObjectPostProcessor<>() {
            @Override
            public <F extends BearerTokenAuthenticationFilter> F postProcess(F filter) {
                filter.setAuthenticationFailureHandler(TokenFailures.this);
                return filter;
            }
        };
    }

    @Override
    public void onAuthenticationFailure(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
            throws IOException, ServletException {
        if (failure instanceof AuthenticationServiceException) {
            response.setHeader(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
            problems.write(request, response, CommonProblem.UNAVAILABLE);
        } else {
            unauthenticated.commence(request, response, failure);
        }
    }
}
