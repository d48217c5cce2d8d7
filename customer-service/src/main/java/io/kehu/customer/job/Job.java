package io.kehu.customer.job;

import io.kehu.starter.web.problem.ProblemException;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.springframework.dao.TransientDataAccessException;

/** Work that ends one way or another, and can be begun anew where it stopped. */
public interface Job {

    /** What a failure is called that nobody expected. */
    String UNEXPECTED = "internal-error";

    /**
     * Goes on as far as it can.
     *
     * @param goOn asked in between
     * @return false when it was stopped before the end
     */
    boolean run(UUID id, BooleanSupplier goOn);

    /** Ends the work, unless it has ended. @param reason a code */
    void fail(UUID id, String reason);

    /**
     * Whether it may go better in a while.
     *
     * @param failures how often it did not, without anything between
     */
    default boolean isPassing(RuntimeException e, int failures) {
        return e instanceof TransientDataAccessException;
    }

    /** What the failure is called. */
    default String reason(RuntimeException e) {
        return e instanceof ProblemException problem ? problem.type().slug() : UNEXPECTED;
    }
}
