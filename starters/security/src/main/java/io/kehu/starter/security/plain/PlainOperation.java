package io.kehu.starter.security.plain;

import java.util.function.Supplier;
import org.springframework.http.ResponseEntity;

/**
 * An operation that plain requests reach on the short way. A controller has it as well, for all other requests: both must mean the same.
 * Each needs a measured reason, see ADR 9.
 *
 * @param path of a POST, without variables
 * @param body what its JSON is read as and validated against
 * @param ready what is done before the operation
 */
public record PlainOperation<B>(String path, Class<B> body, Ready<B> ready) {

    /** Gets a body that is well-formed ready. */
    @FunctionalInterface
    public interface Ready<B> {

        /**
         * Has no effect yet: a request that is not in order goes the ordinary way, which says why.
         *
         * @return has the effect; what it throws is answered as the ordinary way does
         * @throws io.kehu.starter.web.problem.ProblemException for what is not in order
         */
        Supplier<? extends ResponseEntity<?>> of(B body, PlainRequest request);
    }
}
