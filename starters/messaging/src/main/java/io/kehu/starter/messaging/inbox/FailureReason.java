package io.kehu.starter.messaging.inbox;

import io.kehu.starter.messaging.EventCodec.MalformedEventException;
import io.kehu.starter.messaging.EventNotReadyException;
import io.kehu.starter.web.problem.ProblemException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;

/** What of a failure may be written down: our own words and class names, never the text of foreign exceptions. */
final class FailureReason {

    private FailureReason() {}

    static String of(Throwable failure) {
        return switch (failure) {
            case MalformedEventException malformed -> "malformed: " + malformed.getMessage();
            case EventNotReadyException early -> "not ready: " + early.getMessage();
            case ProblemException problem -> "refused: " + problem.type().slug();
            default -> "failed: " + failure.getClass().getName() + place(failure);
        };
    }

    /** The database is away or busy: no fault of the event, so it does not count as an attempt. */
    static boolean isOutage(Throwable failure) {
        return failure instanceof CannotCreateTransactionException
                || failure instanceof TransactionSystemException
                || failure instanceof DataAccessResourceFailureException
                || failure instanceof TransientDataAccessException;
    }

    private static String place(Throwable failure) {
        StackTraceElement[] stack = failure.getStackTrace();
        for (StackTraceElement frame : stack) {
            if (frame.getClassName().startsWith("io.kehu.")
                    && !frame.getClassName().startsWith("io.kehu.starter.")) {
                return " at " + frame.getClassName() + ":" + frame.getLineNumber();
            }
        }
        return "";
    }
}
