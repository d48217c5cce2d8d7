package io.kehu.customer;

import io.kehu.starter.web.problem.ProblemType;
import java.util.Locale;
import org.springframework.http.HttpStatus;

/** The problems of customer-service; docs/problems.md says what callers can do about each. */
public enum CustomerProblem implements ProblemType {
    CUSTOMER_NOT_FOUND(HttpStatus.NOT_FOUND),
    CUSTOMER_EXISTS(HttpStatus.CONFLICT),
    CUSTOMER_NOT_ACTIVE(HttpStatus.CONFLICT),
    CUSTOMER_VALUES_INVALID(HttpStatus.UNPROCESSABLE_CONTENT),
    RELATION_NOT_FOUND(HttpStatus.NOT_FOUND),
    RELATION_EXISTS(HttpStatus.CONFLICT),
    RELATION_CIRCLE(HttpStatus.CONFLICT),
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
    MATCH_PAIR_DECIDED(HttpStatus.CONFLICT),
    // Merges.
    MERGE_NOT_FOUND(HttpStatus.NOT_FOUND),
    MERGE_NOT_ACTIVE(HttpStatus.CONFLICT),
    MERGE_STALE(HttpStatus.CONFLICT),
    MERGE_NEVER(HttpStatus.CONFLICT),
    MERGE_NEEDS_CHOICE(HttpStatus.CONFLICT),
    MERGE_IMPOSSIBLE(HttpStatus.CONFLICT),
    MERGE_UNDER_WAY(HttpStatus.CONFLICT),
    MERGE_STATE(HttpStatus.CONFLICT),
    MERGE_UNDO_TOO_LATE(HttpStatus.CONFLICT),
    MERGE_LATER_FIRST(HttpStatus.CONFLICT),
    // Custom fields.
    CUSTOM_FIELD_NOT_FOUND(HttpStatus.NOT_FOUND),
    CUSTOM_FIELD_EXISTS(HttpStatus.CONFLICT),
    CUSTOM_FIELD_INVALID(HttpStatus.UNPROCESSABLE_CONTENT),
    CUSTOM_FIELD_USED(HttpStatus.CONFLICT),
    CUSTOM_FIELDS_FULL(HttpStatus.CONFLICT),
    CUSTOM_FILE_NOT_FOUND(HttpStatus.NOT_FOUND),
    CUSTOM_FILE_EXISTS(HttpStatus.CONFLICT),
    CUSTOM_FILE_INVALID(HttpStatus.UNPROCESSABLE_CONTENT),
    CUSTOM_FILES_FULL(HttpStatus.CONFLICT),
    CUSTOM_FILTER_INVALID(HttpStatus.UNPROCESSABLE_CONTENT),
    DICTIONARY_NOT_FOUND(HttpStatus.NOT_FOUND),
    DICTIONARY_EXISTS(HttpStatus.CONFLICT),
    DICTIONARY_INVALID(HttpStatus.UNPROCESSABLE_CONTENT),
    LAYOUT_NOT_FOUND(HttpStatus.NOT_FOUND),
    LAYOUT_EXISTS(HttpStatus.CONFLICT),
    LAYOUT_INVALID(HttpStatus.UNPROCESSABLE_CONTENT),
    VIEW_NOT_FOUND(HttpStatus.NOT_FOUND),
    VIEW_EXISTS(HttpStatus.CONFLICT),
    VIEW_INVALID(HttpStatus.UNPROCESSABLE_CONTENT),
    // Exports.
    EXPORT_NOT_FOUND(HttpStatus.NOT_FOUND),
    EXPORT_COLUMNS_INVALID(HttpStatus.UNPROCESSABLE_CONTENT),
    EXPORT_TOO_LARGE(HttpStatus.UNPROCESSABLE_CONTENT),
    EXPORT_GREW(HttpStatus.CONFLICT),
    EXPORT_STATE(HttpStatus.CONFLICT),
    EXPORT_OWN_APPROVAL(HttpStatus.FORBIDDEN),
    EXPORT_RIGHTS_LOST(HttpStatus.FORBIDDEN),
    EXPORT_DOWNLOADS_USED(HttpStatus.CONFLICT),
    EXPORT_EXPIRED(HttpStatus.GONE),
    EXPORT_MARK_UNKNOWN(HttpStatus.NOT_FOUND),
    // Work on many customers.
    BULK_JOB_NOT_FOUND(HttpStatus.NOT_FOUND),
    BULK_JOB_STATE(HttpStatus.CONFLICT),
    TAG_RETIRED(HttpStatus.CONFLICT),
    // Erasures.
    ERASURE_NOT_FOUND(HttpStatus.NOT_FOUND),
    ERASURE_STATE(HttpStatus.CONFLICT),
    ERASURE_OWN_APPROVAL(HttpStatus.FORBIDDEN),
    // Handing over.
    HANDOVER_ACTIVE(HttpStatus.CONFLICT),
    HANDOVER_HEIR_GONE(HttpStatus.CONFLICT);

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
