package io.kehu.customer;

import io.kehu.starter.web.problem.ProblemType;
import java.util.Locale;
import org.springframework.http.HttpStatus;

/** The problems of customer-service; docs/problems.md says what callers can do about each. */
public enum CustomerProblem implements ProblemType {
    CUSTOMER_NOT_FOUND(HttpStatus.NOT_FOUND),
    CUSTOMER_EXISTS(HttpStatus.CONFLICT),
    CUSTOMER_VALUES_INVALID(HttpStatus.UNPROCESSABLE_CONTENT),
    NUMBERS_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE),
    NUMBERS_REFUSED(HttpStatus.CONFLICT),
    REFERENCE_TAKEN(HttpStatus.CONFLICT),
    DEAL_INVALID(HttpStatus.UNPROCESSABLE_CONTENT),
    DEAL_CONFLICT(HttpStatus.CONFLICT),
    STAFF_NOT_FOUND(HttpStatus.NOT_FOUND),
    TAG_NOT_FOUND(HttpStatus.NOT_FOUND),
    TAG_EXISTS(HttpStatus.CONFLICT),
    IMPORT_NOT_FOUND(HttpStatus.NOT_FOUND),
    IMPORT_FILE_UNREADABLE(HttpStatus.UNPROCESSABLE_CONTENT),
    IMPORT_STATE(HttpStatus.CONFLICT),
    IMPORT_NOT_APPROVED(HttpStatus.CONFLICT),
    IMPORT_OWN_APPROVAL(HttpStatus.FORBIDDEN),
    IMPORT_UNDO_TOO_LATE(HttpStatus.CONFLICT),
    IMPORT_FORGOTTEN(HttpStatus.GONE),
    IMPORT_MAPPING_INVALID(HttpStatus.UNPROCESSABLE_CONTENT),
    MATCH_RUN_NOT_FOUND(HttpStatus.NOT_FOUND),
    MATCH_RUN_ACTIVE(HttpStatus.CONFLICT),
    MATCH_RUN_STATE(HttpStatus.CONFLICT),
    MATCH_PAIR_NOT_FOUND(HttpStatus.NOT_FOUND),
    MATCH_PAIR_DECIDED(HttpStatus.CONFLICT);

    private final HttpStatus status;

    CustomerProblem(HttpStatus status) {
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
