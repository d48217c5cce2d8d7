package io.kehu.starter.web.problem;

import jakarta.servlet.http.HttpServletRequest;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.TransactionTimedOutException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** A database that is away or busy is told as 503 with a time to come back, a text it cannot keep as 400. */
@RestControllerAdvice
@ConditionalOnClass(DataAccessResourceFailureException.class)
@Order(0)
class DatabaseProblemAdvice {

    private static final Logger log = LoggerFactory.getLogger(DatabaseProblemAdvice.class);
    private static final Duration RETRY = Duration.ofSeconds(2);

    /** SQLSTATE of text with a NUL character, in text and in JSON. */
    private static final Set<String> UNSTORABLE_TEXT = Set.of("22021", "22P05");

    private final Problems problems;

    DatabaseProblemAdvice(Problems problems) {
        this.problems = problems;
    }

    @ExceptionHandler({
        CannotCreateTransactionException.class,
        DataAccessResourceFailureException.class,
        QueryTimeoutException.class,
        TransactionSystemException.class,
        TransactionTimedOutException.class,
        PessimisticLockingFailureException.class
    })
    ResponseEntity<Object> databaseAway(Exception failure, HttpServletRequest request) {
        log.warn("The database did not answer in time: {}", failure.getClass().getSimpleName());
        return problems.response(
                new ProblemException(CommonProblem.UNAVAILABLE).retryAfter(RETRY),
                request.getRequestURI(),
                RequestLanguage.of(request));
    }

    @ExceptionHandler
    ResponseEntity<Object> notStored(DataIntegrityViolationException failure, HttpServletRequest request) {
        CommonProblem problem = CommonProblem.MALFORMED_REQUEST;
        if (!(failure.getRootCause() instanceof SQLException cause)
                || !UNSTORABLE_TEXT.contains(String.valueOf(cause.getSQLState()))) {
            log.error("Request {} {} failed", request.getMethod(), request.getRequestURI(), failure);
            problem = CommonProblem.INTERNAL_ERROR;
        }
        return problems.response(new ProblemException(problem), request.getRequestURI(), RequestLanguage.of(request));
    }
}
