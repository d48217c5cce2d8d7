package io.kehu.starter.security.access;

import io.kehu.starter.web.problem.CommonProblem;
import io.kehu.starter.web.problem.ProblemWriter;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;

/** Tells a bad token (401) from one that nobody can check because the single sign-on has not told us its keys yet (503). */
record TokenFailures(AuthenticationEntryPoint unauthenticated, ProblemWriter problems)
        implements AuthenticationFailureHandler {

    private static final String RETRY_SECONDS = "5";

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
