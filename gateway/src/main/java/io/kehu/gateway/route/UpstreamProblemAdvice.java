package io.kehu.gateway.route;

import io.kehu.starter.web.problem.CommonProblem;
import io.kehu.starter.web.problem.ProblemException;
import io.kehu.starter.web.problem.Problems;
import io.kehu.starter.web.problem.RequestLanguage;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import org.apache.catalina.connector.ClientAbortException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.client.ResourceAccessException;

/** A service that does not answer becomes one short log line and a problem that says what to do. */
@RestControllerAdvice
@Order(0)
class UpstreamProblemAdvice {

    private static final Logger log = LoggerFactory.getLogger(UpstreamProblemAdvice.class);
    private static final Duration RETRY = Duration.ofSeconds(5);

    private final Problems problems;

    UpstreamProblemAdvice(Problems problems) {
        this.problems = problems;
    }

    @ExceptionHandler
    ResponseEntity<Object> unreachable(ResourceAccessException failure, HttpServletRequest request) {
        return answer(failure, request);
    }

    /**
     * Nothing can be taken back once a part of the answer is out; then the connection is cut, so that a part is not taken for the whole.
     */
    @ExceptionHandler
    ResponseEntity<Object> brokenOff(
            BrokenAnswerException failure, HttpServletRequest request, HttpServletResponse response)
            throws BrokenAnswerException {
        if (response.isCommitted()) {
            throw failure;
        }
        response.reset();
        return answer(failure, request);
    }

    @ExceptionHandler
    void callerGone(ClientAbortException failure, HttpServletRequest request) {
        log.debug("{} {}: the caller hung up", request.getMethod(), request.getRequestURI());
    }

    private ResponseEntity<Object> answer(Throwable failure, HttpServletRequest request) {
        CommonProblem problem = problem(failure);
        log.warn("{} {}: {}", request.getMethod(), request.getRequestURI(), problem.slug());
        return problems.response(
                new ProblemException(problem).retryAfter(RETRY), request.getRequestURI(), RequestLanguage.of(request));
    }

    private static CommonProblem problem(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException
                    || cause instanceof ConnectTimeoutException
                    || cause instanceof ConnectionRequestTimeoutException
                    || cause instanceof NoRouteToHostException
                    || cause instanceof UnknownHostException) {
                return CommonProblem.UNAVAILABLE;
            }
            if (cause instanceof SocketTimeoutException) {
                return CommonProblem.GATEWAY_TIMEOUT;
            }
        }
        return CommonProblem.BAD_GATEWAY;
    }
}
