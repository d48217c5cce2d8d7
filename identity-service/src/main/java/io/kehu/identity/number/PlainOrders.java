package io.kehu.identity.number;

import io.kehu.starter.security.access.AccessRule;
import io.kehu.starter.security.access.Doorkeeper;
import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.idempotency.IdempotentRequests;
import io.kehu.starter.web.problem.ProblemException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Validator;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.web.header.HeaderWriter;
import org.springframework.web.servlet.HandlerExceptionResolver;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The short way for plain orders: a caller with a good token, a small body, no trace to carry on. The chains of filters and interceptors
 * cost several times what issuing a number costs. Whatever is not plain, or not in order, goes the ordinary way with its body, and is
 * refused there.
 */
final class PlainOrders extends HttpFilter {

    static final String PATH = "/identity/v1/numbers";
    private static final int LONGEST_BODY = 512;
    private static final String TRACE = "traceparent";
    private static final String NOT_SAMPLED = "-00";
    private static final String ANYTHING = "*/*";
    private static final char WEIGHTED = ';';

    private final AccessRule rule;
    private final transient Doorkeeper doorkeeper;
    private final transient HeaderWriter headers;
    private final transient JsonMapper mapper;
    private final transient Validator validator;
    private final transient IssueNumbers issueNumbers;
    private final transient HandlerExceptionResolver problems;
    private final transient OrderTimes times;

    PlainOrders(
            AccessRule rule,
            Doorkeeper doorkeeper,
            HeaderWriter headers,
            JsonMapper mapper,
            Validator validator,
            IssueNumbers issueNumbers,
            HandlerExceptionResolver problems,
            OrderTimes times) {
        this.rule = rule;
        this.doorkeeper = doorkeeper;
        this.headers = headers;
        this.mapper = mapper;
        this.validator = validator;
        this.issueNumbers = issueNumbers;
        this.problems = problems;
        this.times = times;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        long begun = System.nanoTime();
        Optional<Caller> caller = isPlain(request) ? doorkeeper.admit(request, rule) : Optional.empty();
        if (caller.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        ReadBody body = ReadBody.of(request);
        Order order = order(request, body, caller.get());
        if (order == null) {
            chain.doFilter(body.again(request), response);
            return;
        }
        headers.writeHeaders(request, response);
        try {
            answer(response, issueNumbers.issue(order));
            times.answered(begun);
        } catch (RuntimeException e) {
            if (problems.resolveException(request, response, null, e) == null) {
                throw e;
            }
            times.refused(begun, response.getStatus());
        }
    }

    private static boolean isPlain(HttpServletRequest request) {
        return PATH.equals(request.getRequestURI())
                && "POST".equals(request.getMethod())
                && MediaType.APPLICATION_JSON_VALUE.equals(request.getContentType())
                && request.getContentLength() > 0
                && request.getContentLength() <= LONGEST_BODY
                && request.getQueryString() == null
                && request.getHeader(HttpHeaders.CONTENT_ENCODING) == null
                && acceptsJson(request.getHeader(HttpHeaders.ACCEPT))
                && isNotTraced(request.getHeader(TRACE));
    }

    private static boolean acceptsJson(@Nullable String accept) {
        return accept == null
                || (accept.indexOf(WEIGHTED) < 0
                        && (accept.contains(ANYTHING) || accept.contains(MediaType.APPLICATION_JSON_VALUE)));
    }

    private static boolean isNotTraced(@Nullable String traceparent) {
        return traceparent == null || traceparent.endsWith(NOT_SAMPLED);
    }

    /** Null for what is not in order. */
    private @Nullable Order order(HttpServletRequest request, ReadBody body, Caller caller) {
        try {
            AllocationRequest wanted = mapper.readValue(body.bytes(), AllocationRequest.class);
            return validator.validate(wanted).isEmpty()
                    ? issueNumbers.order(
                            wanted, caller, IdempotentRequests.keyOf(request).orElse(null))
                    : null;
        } catch (JacksonException | ProblemException e) {
            return null;
        }
    }

    private void answer(HttpServletResponse response, IssueNumbers.Issued issued) throws IOException {
        byte[] body = mapper.writeValueAsBytes(issued.allocation());
        response.setStatus(HttpStatus.CREATED.value());
        if (issued.replayed()) {
            response.setHeader("Idempotency-Replayed", "true");
        }
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
