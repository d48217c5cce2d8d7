package io.kehu.identity;

import io.kehu.starter.web.problem.ProblemType;
import java.util.Locale;
import org.springframework.http.HttpStatus;

/** The problems of identity-service; docs/problems.md says what callers can do about each. */
public enum IdentityProblem implements ProblemType {
    SCHEME_NOT_FOUND(HttpStatus.NOT_FOUND),
    SCHEME_EXISTS(HttpStatus.CONFLICT),
    SCHEME_OVERLAPS(HttpStatus.CONFLICT),
    SCHEME_NOT_ACTIVE(HttpStatus.CONFLICT),
    SCHEME_EXHAUSTED(HttpStatus.CONFLICT),
    TEMPLATE_INVALID(HttpStatus.UNPROCESSABLE_CONTENT),
    BRANCH_REQUIRED(HttpStatus.UNPROCESSABLE_CONTENT),
    SCHEME_NOT_ADOPTABLE(HttpStatus.CONFLICT),
    ADOPTION_TOO_LONG(HttpStatus.CONTENT_TOO_LARGE),
    NUMBER_NOT_FOUND(HttpStatus.NOT_FOUND),
    NUMBER_STATE(HttpStatus.CONFLICT),
    RESERVATION_EXPIRED(HttpStatus.CONFLICT),
    MERGE_INTO_ITSELF(HttpStatus.UNPROCESSABLE_CONTENT),
    MERGE_CIRCLE(HttpStatus.CONFLICT),
    MERGE_TARGET(HttpStatus.CONFLICT),
    REFERENCE_NOT_FOUND(HttpStatus.NOT_FOUND),
    REFERENCE_TAKEN(HttpStatus.CONFLICT),
    LEASE_NOT_FOUND(HttpStatus.NOT_FOUND),
    LEASE_EPOCH_WRONG(HttpStatus.CONFLICT),
    LEASE_CLOSED(HttpStatus.CONFLICT);

    private final HttpStatus status;

    IdentityProblem(HttpStatus status) {
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
