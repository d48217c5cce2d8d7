package io.kehu.starter.web.problem;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.context.MessageSourceResolvable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.validation.FieldError;
import org.springframework.validation.ObjectError;
import org.springframework.validation.method.ParameterErrors;
import org.springframework.validation.method.ParameterValidationResult;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.MissingRequestHeaderException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.ServletRequestBindingException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.core.JacksonException;

/** Turns every exception that leaves a controller into a problem document. Messages of foreign exceptions go nowhere. */
@RestControllerAdvice
@Order(Ordered.LOWEST_PRECEDENCE)
class ProblemAdvice extends ResponseEntityExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);

    private final Problems problems;

    ProblemAdvice(Problems problems) {
        this.problems = problems;
    }

    @ExceptionHandler
    ResponseEntity<Object> problem(ProblemException problem, HttpServletRequest request) {
        return problems.response(problem, request.getRequestURI(), RequestLanguage.of(request));
    }

    @ExceptionHandler
    ResponseEntity<Object> unexpected(Exception failure, HttpServletRequest request) {
        BodyTooLargeException tooLarge = BodyTooLargeException.in(failure);
        if (tooLarge != null) {
            return problem(tooLarge.toProblem(), request);
        }
        log.error("Request {} {} failed", request.getMethod(), request.getRequestURI(), failure);
        return problem(new ProblemException(CommonProblem.INTERNAL_ERROR), request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException failure, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        BodyTooLargeException tooLarge = BodyTooLargeException.in(failure);
        if (tooLarge != null) {
            return problems.response(tooLarge.toProblem(), path(request), locale(request));
        }
        if (failure.getCause() instanceof JacksonException json) {
            FieldProblem explained = JsonProblems.explain(json);
            if (explained != null) {
                return fields(List.of(explained), request);
            }
        }
        if (failure.getCause() instanceof ProblemException problem) {
            return problems.response(problem, path(request), locale(request));
        }
        return problems.response(new ProblemException(CommonProblem.MALFORMED_REQUEST), path(request), locale(request));
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleMethodArgumentNotValid(
            MethodArgumentNotValidException failure, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        List<FieldProblem> errors = new ArrayList<>();
        boolean body = failure.getParameter().hasParameterAnnotation(RequestBody.class);
        for (ObjectError error : failure.getBindingResult().getAllErrors()) {
            errors.add(fieldProblem(error, body));
        }
        return fields(errors, request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHandlerMethodValidationException(
            HandlerMethodValidationException failure, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        List<FieldProblem> errors = new ArrayList<>();
        for (ParameterValidationResult result : failure.getParameterValidationResults()) {
            if (result instanceof ParameterErrors bean) {
                boolean body = bean.getMethodParameter().hasParameterAnnotation(RequestBody.class);
                bean.getAllErrors().forEach(error -> errors.add(fieldProblem(error, body)));
            } else {
                String name = String.valueOf(result.getMethodParameter().getParameterName());
                for (MessageSourceResolvable error : result.getResolvableErrors()) {
                    errors.add(new FieldProblem(name, code(error), String.valueOf(error.getDefaultMessage())));
                }
            }
        }
        return fields(errors, request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleMissingServletRequestParameter(
            MissingServletRequestParameterException failure,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest request) {
        return fields(List.of(new FieldProblem(failure.getParameterName(), "required")), request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleServletRequestBindingException(
            ServletRequestBindingException failure, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        String name = failure instanceof MissingRequestHeaderException header ? header.getHeaderName() : "";
        return fields(List.of(new FieldProblem(name, "required")), request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleTypeMismatch(
            TypeMismatchException failure, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        String name = failure.getPropertyName() == null ? "" : failure.getPropertyName();
        return fields(List.of(new FieldProblem(name, "format")), request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleExceptionInternal(
            Exception failure, @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        if (status.is5xxServerError()) {
            log.error("Request {} failed", path(request), failure);
        }
        ProblemDetail document =
                problems.document(CommonProblem.ofStatus(status.value()), List.of(), path(request), locale(request));
        ResponseEntity<Object> response = Problems.response(document, null);
        HttpHeaders merged = new HttpHeaders();
        merged.putAll(headers);
        merged.putAll(response.getHeaders());
        return new ResponseEntity<>(document, merged, document.getStatus());
    }

    private ResponseEntity<Object> fields(List<FieldProblem> errors, WebRequest request) {
        return problems.response(
                new ProblemException(CommonProblem.INVALID_FIELDS, errors), path(request), locale(request));
    }

    /** @param body whether the value stood in the body, or else in the query */
    private static FieldProblem fieldProblem(ObjectError error, boolean body) {
        if (!(error instanceof FieldError field)) {
            return new FieldProblem("", code(error), String.valueOf(error.getDefaultMessage()));
        }
        String pointer = body ? pointer(field.getField()) : field.getField();
        // The message of a failed conversion names our classes.
        if (field.isBindingFailure()) {
            return new FieldProblem(pointer, "format");
        }
        return new FieldProblem(pointer, code(error), String.valueOf(error.getDefaultMessage()));
    }

    /** {@code lines[0].product} becomes {@code /lines/0/product}. */
    private static String pointer(String propertyPath) {
        return "/"
                + propertyPath
                        .replace("].", "/")
                        .replace("]", "")
                        .replace('[', '/')
                        .replace('.', '/');
    }

    private static String code(MessageSourceResolvable error) {
        String[] codes = error.getCodes();
        if (codes == null || codes.length == 0) {
            return "invalid";
        }
        return codes[codes.length - 1].toLowerCase(Locale.ROOT);
    }

    private static String path(WebRequest request) {
        return request instanceof ServletWebRequest servlet
                ? servlet.getRequest().getRequestURI()
                : "/";
    }

    private static Locale locale(WebRequest request) {
        return RequestLanguage.of(request.getHeader(HttpHeaders.ACCEPT_LANGUAGE));
    }
}
