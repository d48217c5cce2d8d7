package io.kehu.starter.web.problem;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionTimedOutException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** A database that is away or busy is told as 503 with a time to come back. */
@RestControllerAdvice
@ConditionalOnClass(DataAccessResourceFailureException.class)
@Order(0)
class DatabaseProblemAdvice {

    private static final Logger log = LoggerFactory.getLogger(DatabaseProblemAdvice.class);
    private static final Duration RETRY = Duration.ofSeconds(2);

    private final Problems problems;

    DatabaseProblemAdvice(Problems problems) {
        this.problems = problems;
    }

    @ExceptionHandler({
        CannotCreateTransactionException.class,
        DataAccessResourceFailureException.class,
        QueryTimeoutException.class,
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
}
