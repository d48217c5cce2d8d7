package io.kehu.starter.erasing;

import io.kehu.starter.web.problem.ProblemType;
import java.util.Locale;
import org.springframework.http.HttpStatus;

/** Why a service does not do what it is asked, where erasures are concerned. */
public enum ErasureProblem implements ProblemType {
    /** Of every other operation that would keep something personal of a customer who was erased. */
    CUSTOMER_ERASED(HttpStatus.CONFLICT),
    ERASURE_NOT_FOUND(HttpStatus.NOT_FOUND),
    ERASURE_ID_TAKEN(HttpStatus.CONFLICT);

    private final HttpStatus status;

    ErasureProblem(HttpStatus status) {
        this.status = status;
    }

    @Override
    public String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public HttpStatus status() {
        return status;
    }
}
