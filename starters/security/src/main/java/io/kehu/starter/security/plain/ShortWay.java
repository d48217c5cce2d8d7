package io.kehu.starter.security.plain;

import io.kehu.starter.security.access.AccessRule;
import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.problem.ProblemException;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import tools.jackson.core.JacksonException;

/** The short way to one operation. */
final class ShortWay<B> {

    private static final int LONGEST_BODY = 512;
    private static final String TRACE = "traceparent";
    private static final String NOT_SAMPLED = "-00";
    private static final String ANYTHING = "*/*";
    private static final char WEIGHTED = ';';

    private final PlainOperation<B> operation;
    private final AccessRule rule;
    private final ShortWayTools tools;
    private final RequestTimes times;

    ShortWay(PlainOperation<B> operation, AccessRule rule, ShortWayTools tools) {
        this.operation = operation;
        this.rule = rule;
        this.tools = tools;
        this.times = new RequestTimes(tools.meters(), operation.path());
    }

    /** @return what goes the ordinary way instead; null once it is answered */
    @Nullable
    HttpServletRequest serve(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        long begun = System.nanoTime();
        Optional<Caller> caller = isPlain(request) ? tools.doorkeeper().admit(request, rule) : Optional.empty();
        if (caller.isEmpty()) {
            return request;
        }
        ReadBody body = ReadBody.of(request);
        Supplier<? extends ResponseEntity<?>> ready = ready(new PlainRequest(request, caller.get(), body.bytes()));
        if (ready == null) {
            return body.again(request);
        }
        tools.headers().writeHeaders(request, response);
        times.answered(begun, answer(request, response, ready));
        return null;
    }

    private static boolean isPlain(HttpServletRequest request) {
        return "POST".equals(request.getMethod())
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
    private @Nullable Supplier<? extends ResponseEntity<?>> ready(PlainRequest request) {
        try {
            B wanted = tools.mapper().readValue(request.body(), operation.body());
            return tools.validator().validate(wanted).isEmpty()
                    ? operation.ready().of(wanted, request)
                    : null;
        } catch (JacksonException | ProblemException e) {
            return null;
        }
    }

    private HttpStatusCode answer(
            HttpServletRequest request, HttpServletResponse response, Supplier<? extends ResponseEntity<?>> ready)
            throws IOException {
        try {
            ResponseEntity<?> answer = ready.get();
            write(response, answer);
            return answer.getStatusCode();
        } catch (RuntimeException e) {
            if (tools.problems().resolveException(request, response, null, e) == null) {
                throw e;
            }
            return HttpStatusCode.valueOf(response.getStatus());
        }
    }

    private void write(HttpServletResponse response, ResponseEntity<?> answer) throws IOException {
        byte[] body = tools.mapper().writeValueAsBytes(answer.getBody());
        response.setStatus(answer.getStatusCode().value());
        answer.getHeaders().forEach((name, values) -> values.forEach(value -> response.addHeader(name, value)));
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
