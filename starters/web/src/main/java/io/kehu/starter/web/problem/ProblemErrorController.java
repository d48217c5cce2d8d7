package io.kehu.starter.web.problem;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The last page before the server's own: errors sent by filters and by the container. */
@RestController
@Hidden
class ProblemErrorController implements ErrorController {

    private final Problems problems;

    ProblemErrorController(Problems problems) {
        this.problems = problems;
    }

    @RequestMapping("${spring.web.error.path:/error}")
    ResponseEntity<Object> error(HttpServletRequest request, HttpServletResponse response) {
        Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        Object failure = request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
        Object path = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        String requestPath = path instanceof String text ? text : request.getRequestURI();
        BodyTooLargeException tooLarge = failure instanceof Throwable cause ? BodyTooLargeException.in(cause) : null;
        if (tooLarge != null) {
            return problems.response(tooLarge.toProblem(), requestPath, RequestLanguage.of(request));
        }
        // Reached without an error: somebody asked for the error page itself.
        int code = status instanceof Integer number
                ? number
                : CommonProblem.NOT_FOUND.status().value();
        return Problems.response(
                problems.document(CommonProblem.ofStatus(code), List.of(), requestPath, RequestLanguage.of(request)),
                null);
    }
}
