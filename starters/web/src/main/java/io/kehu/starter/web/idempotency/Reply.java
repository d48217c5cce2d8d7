package io.kehu.starter.web.idempotency;

import io.kehu.starter.web.problem.ProblemException;
import org.springframework.http.ResponseEntity;

/** What became of one of several requests that shared a transaction. */
public sealed interface Reply<T> {

    /** It had its effect, now or when it came first; this is stored under its key. */
    record Done<T>(ResponseEntity<T> response) implements Reply<T> {}

    /** It had no effect. */
    record Refused<T>(ProblemException problem) implements Reply<T> {}

    /** @throws ProblemException when it was refused */
    default ResponseEntity<T> response() {
        return switch (this) {
            case Done<T>(ResponseEntity<T> response) -> response;
            case Refused<T>(ProblemException problem) -> throw problem;
        };
    }
}
