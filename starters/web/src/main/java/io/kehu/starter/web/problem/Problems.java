package io.kehu.starter.web.problem;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;

/** Makes the problem document: one shape, text in the caller's language, with the trace id support will ask for. */
public final class Problems {

    private static final String TYPE_PREFIX = "/problems/";

    private final MessageSource texts;
    private final TraceId traceId;

    /** Where the id of the current trace comes from; empty when nothing is traced. */
    @FunctionalInterface
    public interface TraceId {
        @Nullable
        String current();
    }

    public Problems(MessageSource texts, TraceId traceId) {
        this.texts = texts;
        this.traceId = traceId;
    }

    public ProblemDetail document(ProblemException problem, String path, Locale locale) {
        ProblemDetail document = document(problem.type(), problem.errors(), path, locale, problem.arguments());
        problem.extensions().forEach(document::setProperty);
        return document;
    }

    public ProblemDetail document(
            ProblemType type, List<FieldProblem> errors, String path, Locale locale, Object... arguments) {
        ProblemDetail document = ProblemDetail.forStatus(type.status());
        document.setType(URI.create(TYPE_PREFIX + type.slug()));
        document.setTitle(texts.getMessage(type.slug() + ".title", arguments, locale));
        document.setDetail(texts.getMessage(type.slug() + ".detail", arguments, locale));
        document.setInstance(instance(path));
        String trace = traceId.current();
        if (trace != null) {
            document.setProperty("traceId", trace);
        }
        if (!errors.isEmpty()) {
            document.setProperty(
                    "errors",
                    errors.stream().map(error -> explained(error, locale)).toList());
        }
        return document;
    }

    private FieldProblem explained(FieldProblem error, Locale locale) {
        return error.detail() == null
                ? new FieldProblem(error.pointer(), error.code(), fieldText(error.code(), locale))
                : error;
    }

    /** The text of a field's code, as it goes into {@code errors[].detail}. */
    public String fieldText(String code, Locale locale) {
        return text("field." + code, locale);
    }

    private String text(String key, Locale locale) {
        return texts.getMessage(key, null, key, locale) instanceof String text ? text : key;
    }

    public ResponseEntity<Object> response(ProblemException problem, String path, Locale locale) {
        return response(document(problem, path, locale), problem.retryAfter());
    }

    static ResponseEntity<Object> response(ProblemDetail document, @Nullable Duration retryAfter) {
        HttpHeaders headers = new HttpHeaders();
        headers.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        headers.setCacheControl("no-store");
        if (retryAfter != null) {
            headers.set(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, retryAfter.toSeconds())));
        }
        return new ResponseEntity<>(document, headers, document.getStatus());
    }

    /** @param path of the request, still encoded */
    private static URI instance(String path) {
        try {
            return new URI(path);
        } catch (java.net.URISyntaxException e) {
            return URI.create("/");
        }
    }
}
